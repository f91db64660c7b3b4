using ClusterCode.Api.Findings;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>One workload: the top of an owner chain, and the pods that stand for it.</summary>
public sealed record WorkloadFacts
{
    /// <summary>The top of the owner chain: a Deployment, StatefulSet, DaemonSet, CronJob, Job, ReplicaSet, another controller, or the Pod itself.</summary>
    public required ResourceReference Reference { get; init; }

    /// <summary>The controller as the API has it, where it was read: a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob.</summary>
    public IKubernetesObject<V1ObjectMeta>? Controller { get; init; }

    /// <summary>True where the case came to it on the way to a cause. What is found at it then counts only as a cause.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>The owner chain from the pod's controller up to <see cref="Reference"/>, such as ReplicaSet, Deployment; empty for a bare pod.</summary>
    public IReadOnlyList<ResourceReference> Owners { get; init; } = [];

    /// <summary>The replicas that the workload asks for, where it says.</summary>
    public int? DesiredReplicas { get; init; }

    /// <summary>All pods of the workload.</summary>
    public int PodCount { get; init; }

    /// <summary>Pods of the workload that are not healthy.</summary>
    public int FailingPodCount { get; init; }

    /// <summary>Pods of the workload that are ready.</summary>
    public int ReadyPodCount { get; init; }

    /// <summary>Pods of the workload that ran to their end with success.</summary>
    public int FinishedPodCount { get; init; }

    /// <summary>When it was created, where that was read.</summary>
    public DateTime? Created { get; init; }

    /// <summary>The controller's own words on why it cannot create pods, where its status has some.</summary>
    public ControllerProblem? ControllerProblem { get; init; }

    /// <summary>Restarts of containers whose last one was less than a day ago.</summary>
    public int RestartsInLastDay { get; init; }

    /// <summary>The pods that stand for it: failing ones first, bounded in number.</summary>
    public IReadOnlyList<PodFacts> Pods { get; init; } = [];

    /// <summary>A pod that is ready, to stand for those that work; null where none is.</summary>
    public PodFacts? ReadyPod { get; init; }

    /// <summary>The Job, where one is in the chain.</summary>
    public V1Job? Job { get; init; }

    /// <summary>Events of the workload and its owners, the newest first.</summary>
    public IReadOnlyList<EventFacts> Events { get; init; } = [];
}
