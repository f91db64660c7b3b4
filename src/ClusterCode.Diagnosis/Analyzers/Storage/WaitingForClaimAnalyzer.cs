using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>
/// Judges pods that wait for a claim: a symptom, whose cause stands at the claim. It takes the claims into the case, so that they are judged there.
/// </summary>
internal sealed class WaitingForClaimAnalyzer : IAnalyzer
{
    // Stable parts of what the scheduler and the kubelet say of claims without a volume, v1.20 to v1.36.
    private static readonly string[] Words =
    [
        "unbound immediate PersistentVolumeClaims", "unbound PersistentVolumeClaims", "persistent volumes to bind", "PVC is not bound", "bound to non-existent persistentvolume", "is not bound",
    ];

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null && pod.Pod.Status?.Phase is "Pending"))
        {
            var condition = (pod.Pod.Status?.Conditions ?? []).FirstOrDefault(item => item is { Type: "PodScheduled", Status: "False" });
            if (condition?.Message?.Contains("ReadWriteOncePod", StringComparison.Ordinal) == true)
            {
                if (HeldByOnePod(file, workload, pod) is { } held)
                    yield return held;
                continue;
            }

            List<(string Volume, string Claim)> open = [.. Claims.Of(pod.Pod).Where(pair => file.Claims.GetValueOrDefault(pair.Claim)?.Value is { } claim && claim.Status?.Phase != "Bound")];
            foreach (var (_, claim) in open)
                file.Facts.Follow(Claims.Reference(file.Namespace, claim));
            var said = Said(pod, condition);
            if (said is not null || open.Exists(pair => file.Claims[pair.Claim].Value!.Status?.Phase == "Lost"))
            {
                if (Symptom(file, workload, pod, condition, said, open) is { } finding)
                    yield return finding;
            }
        }
    }

    private static string? Said(PodFacts pod, V1PodCondition? condition)
    {
        var messages = new[] { condition?.Message }.Concat(pod.Events.Where(seen => seen.IsWarning).Select(seen => seen.Message));
        return messages.FirstOrDefault(message => message is not null && Words.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static FindingDraft? Symptom(CaseFile file, WorkloadFacts workload, PodFacts pod, V1PodCondition? condition, string? said, List<(string Volume, string Claim)> open)
    {
        var unread = Claims.Of(pod.Pod).Where(pair => file.Claims.GetValueOrDefault(pair.Claim) is not { IsFound: true } and not { IsMissing: true }).ToList();
        var waits = open.Count > 0 ? open : unread;
        if (waits.Count == 0)
            return null;
        var names = Wording.List(waits.Select(pair => $"{pair.Claim} (volume {pair.Volume})"), 3);
        var access = open.Count > 0 ? "" : "; the operator may not read the claim, which would tell why";
        return new FindingDraft
        {
            Category = CauseCategories.VolumeMountFailed,
            Severity = Severity.Critical,
            Confidence = Confidence.Medium,
            Title = $"{workload.Reference.Kind} {workload.Reference.Name} cannot start before PersistentVolumeClaim {names} has a volume{access}",
            Resource = workload.Reference,
            Pod = pod.Name,
            NormalizedMessage = LogDigest.Normalize($"waits for {waits[0].Claim}"),
            Explanation = said is null ? null : $"The pod is told: {Wording.Clip(said)}",
            Evidence =
            [
                .. condition is null ? Enumerable.Empty<EvidenceDraft>() : [Cite.Condition(pod, condition)],
                Cite.Spec(pod, "volumes", string.Join(", ", waits.Select(pair => $"{pair.Volume}: claim {pair.Claim}"))),
            ],
            Behind = [.. waits.Select(pair => Claims.Reference(file.Namespace, pair.Claim))],
        };
    }

    private static FindingDraft? HeldByOnePod(CaseFile file, WorkloadFacts workload, PodFacts pod)
    {
        var claim = Claims.Of(pod.Pod).FirstOrDefault(pair => file.Claims.GetValueOrDefault(pair.Claim)?.Value?.Spec?.AccessModes?.Contains("ReadWriteOncePod") == true);
        if (claim == default)
            claim = Claims.Of(pod.Pod).FirstOrDefault();
        return claim == default ? null : SharedVolume.Judge(file, workload, pod, PodVolume.Of(file, pod, claim.Volume), null, CauseCategories.AccessModeConflict);
    }
}
