using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Nodes;

/// <summary>Who ended a pod as a whole, or refused it.</summary>
/// <param name="Category">The category.</param>
/// <param name="What">To follow the pod's name, such as <c>was evicted</c>.</param>
/// <param name="Why">Why, as far as the API says; empty where it does not.</param>
/// <param name="Question">What to decide.</param>
/// <param name="Evidence">What shows it; null: the pod's status.</param>
internal sealed record PodEnding(string Category, string What, string Why, string? Question = null, EvidenceDraft? Evidence = null)
{
    // status.reason of pods that the kubelet, or a controller, ended or refused (pkg/kubelet, pkg/util/node, v1.20 to v1.36).
    private static readonly (string Reason, string Category, string What)[] Reasons =
    [
        ("Preempting", CauseCategories.PriorityPreempted, "was preempted by a pod of higher priority"),
        ("Preempted", CauseCategories.PriorityPreempted, "was preempted by a pod of higher priority"),
        ("NodeShutdown", CauseCategories.SignalTerminated, "was ended by the shutdown of its node"),
        ("Shutdown", CauseCategories.SignalTerminated, "was ended by the shutdown of its node"),
        ("Terminated", CauseCategories.SignalTerminated, "was ended by the shutdown of its node"),
        ("NodeLost", CauseCategories.NodeNotReady, "was lost with its node"),
        ("OutOfcpu", CauseCategories.InsufficientCpu, "was refused by the kubelet, which has not enough CPU for it"),
        ("OutOfmemory", CauseCategories.InsufficientMemory, "was refused by the kubelet, which has not enough memory for it"),
        ("OutOfpods", CauseCategories.InsufficientPods, "was refused by the kubelet, which holds as many pods as it may"),
        ("NodeAffinity", CauseCategories.NodeAffinityMismatch, "was refused by the kubelet: the node's labels are not what it asks for"),
        ("NodePorts", CauseCategories.HostPortConflict, "was refused by the kubelet: a host port that it asks for is taken"),
    ];

    // Reasons of the condition DisruptionTarget, since v1.25.
    private static readonly (string Reason, string Category, string What)[] Disruptions =
    [
        ("PreemptionByScheduler", CauseCategories.PriorityPreempted, "was preempted by a pod of higher priority"),
        ("DeletionByTaintManager", CauseCategories.SignalTerminated, "was ended because its node got a NoExecute taint that it does not tolerate"),
        ("EvictionByEvictionAPI", CauseCategories.SignalTerminated, "was ended by an eviction request (a drain, or an autoscaler)"),
        ("DeletionByPodGC", CauseCategories.NodeNotReady, "was removed with its node, which no longer exists"),
        ("TerminationByKubelet", CauseCategories.SignalTerminated, "was ended by its kubelet"),
    ];

    /// <summary>The ending; null where the pod was not ended as a whole.</summary>
    public static PodEnding? Of(PodFacts pod)
    {
        var status = pod.Pod.Status;
        var isFailed = status?.Phase == "Failed";
        if (isFailed && status!.Reason == "Evicted")
            return Eviction.Of(status.Message);
        if (pod.Events.FirstOrDefault(seen => seen.Reason == "Preempted") is { } preempted)
            return new PodEnding(CauseCategories.PriorityPreempted, "was preempted by a pod of higher priority", Wording.Clip(preempted.Message), Priorities, Cite.Event(preempted));
        if (isFailed && Reasons.FirstOrDefault(row => row.Reason == status!.Reason) is { Category: not null } known)
            return new PodEnding(known.Category, known.What, Wording.Clip(status!.Message), known.Category == CauseCategories.PriorityPreempted ? Priorities : null);
        if ((isFailed || pod.Pod.Metadata?.DeletionTimestamp is not null) && (status?.Conditions ?? []).FirstOrDefault(item => item is { Type: "DisruptionTarget", Status: "True" }) is { } target
            && Disruptions.FirstOrDefault(row => row.Reason == target.Reason) is { Category: not null } disruption)
            return new PodEnding(disruption.Category, disruption.What, Wording.Clip(target.Message), disruption.Category == CauseCategories.PriorityPreempted ? Priorities : null, Cite.Condition(pod, target));
        return null;
    }

    private const string Priorities = "Should this workload give way? If not, give it a PriorityClass as high as the other's, or add room";
}
