using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Gathering;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>Lets every analyzer judge a case, and the gatherer read what they wish for, until no wish is left.</summary>
internal sealed partial class CaseJudge(
    IEnumerable<IAnalyzer> analyzers, IEnumerable<IObjectAnalyzer> objectAnalyzers, ExpertMetrics metrics, ILogger<CaseJudge> logger)
{
    private readonly IAnalyzer[] _analyzers = [.. analyzers];
    private readonly IObjectAnalyzer[] _objectAnalyzers = [.. objectAnalyzers];

    /// <summary>The case of a subject with what was found in it. Only cancellation throws.</summary>
    public async Task<JudgedCase> JudgeAsync(ICaseGatherer gatherer, DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        GatherResult gathered;
        try
        {
            gathered = await gatherer.GatherAsync(subject, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // What the cluster answers never throws; an object that is unlike any that was foreseen must not stop the others' diagnoses.
            LogGatheringFailed(logger, problem, subject.Namespace);
            return JudgedCase.Refused(ExpertOutcome.Unreadable, $"The case could not be gathered ({problem.GetType().Name}: {problem.Message}); the operator's log has the details.");
        }

        if (gathered.File is not { } file)
        {
            return JudgedCase.Refused(gathered.Refusal ?? ExpertOutcome.Unreadable, gathered.Message ?? "Nothing could be read.");
        }

        var findings = Judge(file);
        while (await ExtendAsync(gatherer, file, cancellationToken).ConfigureAwait(false) is { } more)
        {
            file = more;
            findings = Judge(file);
        }

        return new JudgedCase(file, findings);
    }

    // What is known already is worth telling, whatever happens to the rest.
    private async Task<CaseFile?> ExtendAsync(ICaseGatherer gatherer, CaseFile file, CancellationToken cancellationToken)
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
            drafts.AddRange(UnexplainedSymptom.Of(file, workload, [.. drafts]));
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
