using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Redaction;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>Gathers a case, lets every analyzer judge it, and tells causes from symptoms.</summary>
internal sealed partial class Expert(
    ICaseGatherer gatherer, IEnumerable<IAnalyzer> analyzers, ISecretRedactor redactor, ExpertMetrics metrics, ILogger<Expert> logger) : IExpert
{
    private readonly IAnalyzer[] _analyzers = [.. analyzers];

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
            return new ExpertReport { Outcome = gathered.Refusal ?? ExpertOutcome.Unreadable, Message = gathered.Message ?? "Nothing could be read." };
        }

        var findings = file.Workloads.SelectMany(w => Judge(file, w)).ToList();
        return new ReportComposer(redactor).Compose(subject, file, CauseGraph.Build(findings));
    }

    private List<CaseFinding> Judge(CaseFile file, WorkloadFacts workload)
    {
        var drafts = new List<FindingDraft>();
        foreach (var analyzer in _analyzers)
        {
            try
            {
                // Analyzers yield as they go; what one found before it failed is as true as what the others find.
                foreach (var draft in analyzer.Analyze(file, workload))
                {
                    drafts.Add(draft);
                }
            }
            catch (Exception problem)
            {
                metrics.AnalyzerFailed(analyzer.GetType().Name);
                LogAnalyzerFailed(logger, problem, analyzer.GetType().Name, workload.Reference.ToString());
            }
        }

        if (drafts.All(d => d.Severity == Api.Findings.Severity.Info))
        {
            drafts.AddRange(UnexplainedSymptom.Of(file, workload));
        }

        return [.. drafts.Select(d => new CaseFinding(d, workload))];
    }
}
