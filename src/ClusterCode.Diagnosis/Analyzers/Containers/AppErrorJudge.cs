using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process ends with an error of its own: the last judge, which names what the process says.</summary>
internal sealed class AppErrorJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is not { } code || code == 0)
            return null;

        var begins = $"{failure.Container.Title()} exits {ExitCodes.Describe(code)}";
        var lines = failure.Lines;
        if (LogDigest.FindError(failure.RawLines) is { } error)
        {
            var message = Wording.Clip(error.Message);
            var place = error.Location is { Length: > 0 } location && !message.Contains(location, StringComparison.Ordinal) ? $" at {Wording.Clip(location, 120)}" : "";
            return failure.Finding(CauseCategories.AppError, Confidence.Medium, $"{begins}: {message}{place}", [Evidence(failure, error.Lines)], error.Message + place);
        }

        if (lines.Count > 0)
        {
            var last = lines[^1];
            return failure.Finding(
                CauseCategories.AppError, Confidence.Low, $"{begins}{failure.AfterStart}; the last it says is: {Wording.Clip(last)}", [Evidence(failure, lines.TakeLast(5))], last);
        }

        var problem = Wording.Clip(failure.Log?.Problem) is { Length: > 0 } why ? $"cannot be read: {why}" : "was not read";
        return failure.Finding(
            CauseCategories.AppError, Confidence.Low, $"{begins}{failure.AfterStart}; the log of that run {problem}", [], ExitCodes.Describe(code));
    }

    private static EvidenceDraft? Evidence(ContainerFailure failure, IEnumerable<string> lines) =>
        failure.Log is { Problem: null, IsSilent: false } log ? Cite.Log(log, lines) : null;
}
