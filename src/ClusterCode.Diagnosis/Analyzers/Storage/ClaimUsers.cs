using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>The pods that use a claim: whether one waits for a node, so that the claim waits too, or cannot mount it.</summary>
internal static class ClaimUsers
{
    /// <summary>Whether any pod uses the claim; null while that is not known.</summary>
    public static bool? Any(ClaimCase claim) => claim.File.Facts.List<V1Pod>(claim.Reference.Namespace) switch
    {
        null => null,
        { IsFound: true } pods => Claims.UsersOf(claim.Reference.Name, pods.Value).Any(),

        // The claim's own state is known, and speaks of itself.
        _ => true,
    };

    /// <summary>The claim waits for a pod that itself waits; null where no pod uses it, or where the pod is only starting.</summary>
    public static FindingDraft? FirstConsumer(ClaimCase claim)
    {
        var pods = claim.File.Facts.List<V1Pod>(claim.Reference.Namespace);
        if (pods is not { IsFound: true })
            return null;
        var waiting = Claims.UsersOf(claim.Reference.Name, pods.Value)
            .Where(pod => pod.Metadata?.DeletionTimestamp is null && PodHealth.Of(pod, claim.File.Now) == PodState.Failing)
            .OrderBy(pod => pod.Metadata?.Name, StringComparer.Ordinal)
            .ToList();
        if (waiting.Count == 0)
            return null;
        var first = waiting[0];
        var condition = first.Status?.Conditions?.FirstOrDefault(item => item is { Type: "PodScheduled", Status: "False" });
        return claim.Finding(
            CauseCategories.WaitForFirstConsumer,
            $"{claim.Title} gets its volume when a pod that uses it is scheduled (WaitForFirstConsumer), and pod {first.Metadata?.Name} is not: {Wording.Clip(condition?.Message ?? condition?.Reason ?? "no scheduler has taken it up")}",
            "waits for its pod",
            [new EvidenceDraft(EvidenceKind.Status, $"pod/{first.Metadata?.Name} status", $"phase={first.Status?.Phase} PodScheduled={condition?.Status} reason={condition?.Reason}")]) with
        {
            Severity = Severity.Warning,
            Behind = Follow(claim, waiting),
        };
    }

    /// <summary>A pod on its node cannot mount the bound claim; null where all can, or where that is not known yet.</summary>
    public static FindingDraft? Judge(ClaimCase claim)
    {
        // Where the claim was come to from a pod, that pod tells by itself.
        if (claim.File.Objects.FirstOrDefault(item => item.Reference == claim.Reference) is { IsFollowed: true } || claim.File.Facts.List<V1Pod>(claim.Reference.Namespace) is not { IsFound: true } pods)
            return null;
        var stuck = Claims.UsersOf(claim.Reference.Name, pods.Value).Where(pod => IsStuck(pod, claim.File.Now)).ToList();
        if (stuck.Count == 0)
            return null;
        var pod = stuck[0];
        var events = claim.File.Facts.Events(claim.Reference.Namespace, "Pod", pod.Metadata.Name, pod.Metadata.Uid);
        if (events?.FirstOrDefault(seen => MountMessage.Reasons.Contains(seen.Reason)) is not { } seen)
            return null;
        return claim.Finding(
            CauseCategories.VolumeMountFailed,
            $"Pod {pod.Metadata.Name} cannot mount {claim.Title}: {MountMessage.Words(seen.Message)}",
            MountMessage.Words(seen.Message),
            [Cite.Event(seen)]) with
        {
            Behind = Follow(claim, stuck),
        };
    }

    private static bool IsStuck(V1Pod pod, DateTimeOffset now) =>
        !string.IsNullOrEmpty(pod.Spec?.NodeName) && pod.Status?.Phase == "Pending" && PodHealth.Of(pod, now) == PodState.Failing;

    // The workloads of the pods, as far as the case has come to them.
    private static IReadOnlyList<ResourceReference> Follow(ClaimCase claim, List<V1Pod> pods)
    {
        foreach (var pod in pods.Take(3))
            claim.File.Facts.Follow(new ResourceReference { ApiVersion = "v1", Kind = "Pod", Namespace = claim.Reference.Namespace, Name = pod.Metadata.Name });
        var names = pods.Select(pod => pod.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        return [.. claim.File.Workloads.Where(workload => workload.Pods.Any(pod => names.Contains(pod.Name))).Select(workload => workload.Reference)];
    }
}
