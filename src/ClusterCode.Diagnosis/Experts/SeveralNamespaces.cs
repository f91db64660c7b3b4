using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Experts.Reports;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Gathering.Scopes;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>
/// Diagnoses several namespaces: each is gathered and judged as a case of its own, within its own bounds, and causes are told from symptoms over all of them. A
/// namespace that cannot be read is said, with the reason, and does not keep the others waiting.
/// </summary>
internal sealed class SeveralNamespaces(ScopeGatherer gatherer, CaseJudge judge, ISecretRedactor redactor, TimeProvider clock)
{
    private readonly ReportComposer _composer = new(redactor);

    /// <summary>Reads, judges and merges. Only cancellation throws.</summary>
    public async Task<ExpertReport> DiagnoseAsync(DiagnosisSubject subject, NamespaceScope scope, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(ScopeLimits.Time, clock);
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        var gathering = gatherer.Begin(whole.Token);
        ScopeResolution resolution;
        try
        {
            resolution = await gathering.ResolveAsync(scope, whole.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return _composer.Refusal(ExpertOutcome.Unreadable, "The namespaces of the cluster were not listed in time.");
        }

        if (resolution.Refusal is { } refusal)
        {
            return _composer.Refusal(refusal, resolution.Message!);
        }

        var names = resolution.Namespaces;
        var cases = gathering.CasesOf(names.Count);
        var judged = new JudgedCase[names.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, names.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ScopeLimits.SideBySide, CancellationToken = cancellationToken },
            async (i, _) => judged[i] = await JudgeAsync(gathering, cases, Subject(subject, names[i]), whole.Token, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return Merge(subject, [.. names.Zip(judged)], resolution.Notes);
    }

    private async Task<JudgedCase> JudgeAsync(ScopeGathering gathering, ICaseGatherer cases, DiagnosisSubject subject, CancellationToken whole, CancellationToken asked)
    {
        if (gathering.Requests >= ScopeLimits.Requests || whole.IsCancellationRequested)
        {
            return JudgedCase.Refused(ExpertOutcome.Unreadable, "the diagnosis had read as much as it may");
        }

        using var time = new CancellationTokenSource(ScopeLimits.TimeOfNamespace, clock);
        using var own = CancellationTokenSource.CreateLinkedTokenSource(time.Token, whole);
        try
        {
            var judged = await judge.JudgeAsync(cases, subject, own.Token).ConfigureAwait(false);

            // Nothing more is asked of the case: what was read for it need not be kept until the last namespace is done.
            return judged with { File = judged.File is { } file ? file with { Facts = CaseFacts.Closed(file.Namespace) } : null };
        }
        catch (OperationCanceledException) when (!asked.IsCancellationRequested)
        {
            return JudgedCase.Refused(ExpertOutcome.Unreadable, "the cluster did not answer in time");
        }
    }

    // With its own object, which tells of a namespace that does not go.
    private static DiagnosisSubject Subject(DiagnosisSubject subject, string ns) => subject with
    {
        Namespace = ns,
        Scope = null,
        Target = subject.Selector is null ? new DiagnosisTarget { ApiVersion = "v1", Kind = "Namespace", Name = ns } : null,
    };

    private ExpertReport Merge(DiagnosisSubject subject, IReadOnlyList<(string Namespace, JudgedCase Case)> judged, IReadOnlyList<string> notes)
    {
        var files = judged.Select(j => j.Case.File).OfType<CaseFile>().ToList();
        if (files.Count == 0)
        {
            return Nothing(subject, judged, notes);
        }

        var roots = CauseGraph.Build(judged.SelectMany(j => j.Case.Findings));
        return _composer.Compose(subject.MinSeverity, new MergedCases(subject, files, [.. UnreadNamespaces.Notes(judged), .. notes]), roots);
    }

    // Where each was refused, the most telling refusal speaks for all.
    private ExpertReport Nothing(DiagnosisSubject subject, IReadOnlyList<(string Namespace, JudgedCase Case)> judged, IReadOnlyList<string> notes)
    {
        if (judged.All(j => j.Case.Refusal == ExpertOutcome.TargetNotFound))
        {
            return _composer.Refusal(
                ExpertOutcome.TargetNotFound,
                subject.Selector is null
                    ? string.Join(' ', judged.Select(j => j.Case.Message))
                    : $"No pod in namespaces {ScopeGathering.List([.. judged.Select(j => j.Namespace)])} matches spec.selector. Compare it with the labels of the pods: kubectl get pods -A --show-labels");
        }

        var outcome = judged.Any(j => j.Case.Refusal == ExpertOutcome.Unreadable) ? ExpertOutcome.Unreadable : ExpertOutcome.TargetForbidden;
        return _composer.Refusal(outcome, string.Join(' ', UnreadNamespaces.Notes(judged).Concat(notes)));
    }
}
