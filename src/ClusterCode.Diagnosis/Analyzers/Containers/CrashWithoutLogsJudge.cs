using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process ends with an error and wrote nothing.</summary>
internal sealed class CrashWithoutLogsJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is not { } code || code == 0 || failure.Log is not { IsSilent: true } log || failure.Lines.Count > 0)
            return null;
        return failure.Finding(
            CauseCategories.CrashWithoutLogs,
            Confidence.High,
            $"{failure.Container.Title()} exits {ExitCodes.Describe(code)}{failure.AfterStart} and writes nothing",
            [new EvidenceDraft(Api.Evidence.EvidenceKind.Log, log.Source, "(empty)")],
            ExitCodes.Describe(code)) with
        {
            Explanation = "Neither its log nor its termination message says anything. The process may write to a file instead, buffer its output, or end before it sets up logging.",
            Remediation =
            [
                new Remediation
                {
                    Title = "Start a copy of the pod with a shell in place of its command, and run the command there by hand",
                    Command = DebugCopy(failure),
                    Risk = RemediationRisk.Low,
                },
                new Remediation { Title = $"Does {failure.Container.Name} log to a file, or only with a flag such as --verbose? Make it write to standard error", Risk = RemediationRisk.Low },
            ],
        };
    }

    private static string? DebugCopy(ContainerFailure failure) =>
        !failure.Container.IsInit && Kubectl.IsName(failure.Container.Name) && Kubectl.Of("debug -it", failure.Pod.Pod.Metadata?.NamespaceProperty, failure.Pod.Name) is { } debug
            ? $"{debug} --copy-to={failure.Pod.Name}-debug --container={failure.Container.Name} -- sh"
            : null;
}
