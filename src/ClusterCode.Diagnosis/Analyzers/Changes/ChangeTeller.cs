using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>
/// Adds to a workload's findings what changed before: the difference of the failing revision from the last good one, and a ConfigMap that was changed shortly before.
/// As evidence wherever it may have to do with the finding; in the title only where the failure began with the change.
/// </summary>
internal static class ChangeTeller
{
    /// <summary>Pods that are created this soon after their revision are its first ones.</summary>
    private static readonly TimeSpan FirstPods = TimeSpan.FromHours(1);

    /// <summary>The drafts, with what changed where that may explain them.</summary>
    public static IReadOnlyList<FindingDraft> Tell(CaseFile file, WorkloadFacts workload, IReadOnlyList<FindingDraft> drafts)
    {
        if (!drafts.Any(IsExplainable))
            return drafts;
        var pair = Revisions.Of(file, workload);
        return [.. drafts.Select(d => IsExplainable(d) ? Told(file, workload, d, pair) : d)];
    }

    private static bool IsExplainable(FindingDraft draft) =>
        draft.Severity > Severity.Info && draft.Category is not (CauseCategories.ScaledToZero or CauseCategories.Paused or CauseCategories.Suspended or CauseCategories.StuckTerminating or CauseCategories.JobFailed);

    private static FindingDraft Told(CaseFile file, WorkloadFacts workload, FindingDraft draft, RevisionPair? pair)
    {
        var pod = workload.Pods.FirstOrDefault(p => p.Name == draft.Pod);
        if (pair is not null && (pod is null ? draft.Pod is null : Revisions.IsOfNewest(pod.Pod, pair)) && OfRevision(file, workload, draft, pod, pair) is { } told)
            return told;
        return pod is not null && ConfigurationChange.Of(file, pod, draft) is { } change
            ? draft with { Title = $"{draft.Title}; {change.Title}", Evidence = With(draft.Evidence, change.Evidence) }
            : draft;
    }

    // Null where nothing of the change may have to do with the finding.
    private static FindingDraft? OfRevision(CaseFile file, WorkloadFacts workload, FindingDraft draft, PodFacts? pod, RevisionPair pair)
    {
        var fields = TemplateFields.That(draft.Category);
        var relevant = pair.Changes
            .Where(c => fields.Contains(c.Field) && (c.Container is null || draft.Container is null || c.Container == draft.Container))
            .OrderBy(c => fields.Index().First(f => f.Item == c.Field).Index)
            .ToList();
        if (relevant.Count == 0)
            return null;
        var kind = workload.Reference.Kind.ToLowerInvariant();
        var evidence = new EvidenceDraft(EvidenceKind.Change, $"{kind}/{workload.Reference.Name} pod template, revision {pair.Before} → {pair.Newest}", ChangeText.All(pair.Changes), pair.Since);
        var explains = pod is null || IsOfItsBeginning(file, draft, pod, pair);
        return draft with
        {
            Title = explains ? $"{draft.Title}; since revision {pair.Newest} ({ChangeText.Few(relevant)}){Serving(draft, pair)}" : draft.Title,
            Evidence = With(draft.Evidence, evidence),
            Remediation = explains && Undo(workload, pair) is { } undo ? [.. draft.Remediation, undo] : draft.Remediation,
        };
    }

    private static bool IsOfItsBeginning(CaseFile file, FindingDraft draft, PodFacts pod, RevisionPair pair) =>
        (pair.ServingBefore > 0 || (pair.Since is { } since && pod.Pod.Metadata.CreationTimestamp - since < FirstPods))
        && StartOfFailure.IsWithStart(pod, pod.Containers.FirstOrDefault(c => c.Name == draft.Container), file.Now);

    private static string Serving(FindingDraft draft, RevisionPair pair) =>
        pair.ServingBefore > 0 && draft.Category != CauseCategories.RolloutStuck ? $"; revision {pair.Before} still serves with {Wording.Count(pair.ServingBefore, "pod")}" : "";

    private static Remediation? Undo(WorkloadFacts workload, RevisionPair pair) => workload.Reference.Kind is "Deployment" or "StatefulSet" or "DaemonSet" && Kubectl.Workload(workload.Reference) is { } target
        ? new Remediation { Title = $"Or go back to revision {pair.Before} until that is mended", Command = $"kubectl rollout undo {target} --to-revision={pair.Before}", Risk = RemediationRisk.Medium }
        : null;

    // Behind the strongest evidence: how much a finding cites is bounded.
    private static IReadOnlyList<EvidenceDraft> With(IReadOnlyList<EvidenceDraft> evidence, EvidenceDraft change) => [.. evidence.Take(1), change, .. evidence.Skip(1)];
}
