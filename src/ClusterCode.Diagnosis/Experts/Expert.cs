using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Experts.Reports;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>Gathers a case, lets every analyzer judge it, and tells causes from symptoms; over several namespaces, a case of each.</summary>
internal sealed class Expert(ICaseGatherer gatherer, CaseJudge judge, SeveralNamespaces several, ISecretRedactor redactor) : IExpert
{
    private readonly ReportComposer _composer = new(redactor);

    /// <inheritdoc />
    public async Task<ExpertReport> DiagnoseAsync(DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Scope is { } scope)
        {
            return await several.DiagnoseAsync(subject, scope, cancellationToken).ConfigureAwait(false);
        }

        var judged = await judge.JudgeAsync(gatherer, subject, cancellationToken).ConfigureAwait(false);
        return judged.File is { } file
            ? _composer.Compose(subject.MinSeverity, new OneCase(subject, file), CauseGraph.Build(judged.Findings))
            : _composer.Refusal(judged.Refusal ?? ExpertOutcome.Unreadable, judged.Message!);
    }
}
