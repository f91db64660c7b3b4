using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Redaction;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>Gathers a case, lets every analyzer judge it, and tells causes from symptoms.</summary>
internal sealed partial class Expert(
    ICaseGatherer gatherer, IEnumerable<IAnalyzer> analyzers, IEnumerable<IObjectAnalyzer> objectAnalyzers, ISecretRedactor redactor, ExpertMetrics metrics, ILogger<Expert> logger) : IExpert
{
    private readonly IAnalyzer[] _analyzers = [.. analyzers];
    private readonly IObjectAnalyzer[] _objectAnalyzers = [.. objectAnalyzers];
    private readonly ReportComposer _composer = new(redactor);

    /// <inheritdoc />
    public async Task<ExpertReport> DiagnoseAsync(DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        GatherResult gathered;
        try
        {
            gathered = await gatherer.GatherAsync(subject, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // What the cluster answers never throws; an object that is unlike any that was foreseen must not stop the others' diagnoses.
            LogGatheringFailed(logger, problem, subject.Namespace);
            return new ExpertReport { Outcome = ExpertOutcome.Unreadable, Message = $"The case could not be gathered ({problem.GetType().Name}: {problem.Message}); the operator's log has the details." };
        }

        if (gathered.File is not { } file)
        {
            return new ExpertReport { Outcome = gathered.Refusal ?? ExpertOutcome.Unreadable, Message = _composer.Message(gathered.Message ?? "Nothing could be read.") };
        }

        var findings = Judge(file);
        while (await ExtendAsync(file, cancellationToken).ConfigureAwait(false) is { } more)
        {
            file = more;
            findings = Judge(file);
        }

        return _composer.Compose(subject, file, CauseGraph.Build(findings));
    }

    // What is known already is worth telling, whatever happens to the rest.
    private async Task<CaseFile?> ExtendAsync(CaseFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await gatherer.ExtendAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogGatheringFailed(logger, problem, file.Namespace);
            return null;
        }
    }

    private List<CaseFinding> Judge(CaseFile file) =>
    [
        .. file.Workloads.SelectMany(w => Judge(file, w)),
        .. file.Objects.SelectMany(o => _objectAnalyzers
            .SelectMany(a => Judge(a.GetType().Name, o.Reference, () => a.Analyze(file, o)))
            .Select(d => new CaseFinding(d, null, o.IsFollowed))),
    ];

    private IEnumerable<CaseFinding> Judge(CaseFile file, WorkloadFacts workload)
    {
        var drafts = _analyzers.SelectMany(a => Judge(a.GetType().Name, workload.Reference, () => a.Analyze(file, workload))).ToList();
        if (drafts.All(d => d.Severity == Severity.Info))
        {
            drafts.AddRange(UnexplainedSymptom.Of(file, workload));
        }

        return ChangeTeller.Tell(file, workload, drafts).Select(d => new CaseFinding(d, workload, workload.IsFollowed));
    }

    private List<FindingDraft> Judge(string analyzer, ResourceReference about, Func<IEnumerable<FindingDraft>> analyze)
    {
        var drafts = new List<FindingDraft>();
        try
        {
            try
            {
                Take(analyze(), drafts);
            }
            catch (RegexMatchTimeoutException)
            {
                // The bound on a match is one of time, not of work: on a starved processor the most harmless pattern runs into it, once.
                drafts.Clear();
                Take(analyze(), drafts);
            }
        }
        catch (Exception problem)
        {
            metrics.AnalyzerFailed(analyzer);
            LogAnalyzerFailed(logger, problem, analyzer, about.ToString());
        }

        return drafts;
    }

    // Analyzers yield as they go; what one found before it failed is as true as what the others find.
    private static void Take(IEnumerable<FindingDraft> found, List<FindingDraft> drafts)
    {
        foreach (var draft in found)
        {
            drafts.Add(draft);
        }
    }
}
