using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>One container of a pod: what was asked, what became of it, and what it wrote.</summary>
public sealed record ContainerFacts
{
    /// <summary>The container as the pod's spec has it.</summary>
    public required V1Container Spec { get; init; }

    /// <summary>Its status; null before the kubelet has reported one.</summary>
    public V1ContainerStatus? Status { get; init; }

    /// <summary>True for an init container.</summary>
    public bool IsInit { get; init; }

    /// <summary>The log of the run that ended last (the previous run of a restarted container, else the current one if it has ended); null where it was not read.</summary>
    public LogExcerpt? FailedRunLog { get; init; }

    /// <summary>The log of the current run; null where it was not read.</summary>
    public LogExcerpt? CurrentLog { get; init; }

    /// <summary>The container's name.</summary>
    public string Name => Spec.Name;

    /// <summary>How the last run that ended did so: the current state if terminated, else the last state.</summary>
    public V1ContainerStateTerminated? LastTermination => Status?.State?.Terminated ?? Status?.LastState?.Terminated;
}
