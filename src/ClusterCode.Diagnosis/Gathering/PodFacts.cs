using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>One pod, its containers in the order in which they start, and its events.</summary>
public sealed record PodFacts
{
    /// <summary>The pod.</summary>
    public required V1Pod Pod { get; init; }

    /// <summary>Init containers first, then the others.</summary>
    public IReadOnlyList<ContainerFacts> Containers { get; init; } = [];

    /// <summary>The pod's events, the newest first.</summary>
    public IReadOnlyList<EventFacts> Events { get; init; } = [];

    /// <summary>The pod's name.</summary>
    public string Name => Pod.Metadata.Name;
}
