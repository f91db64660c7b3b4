using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>A workload that a diagnosis is about, with all its pods.</summary>
internal sealed record WorkloadSelection
{
    /// <summary>The top of the owner chain.</summary>
    public required ResourceReference Reference { get; init; }

    /// <summary>The case came to it on the way to a cause.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>The controller, where it was read.</summary>
    public IKubernetesObject<V1ObjectMeta>? Controller { get; init; }

    /// <summary>From the pods' controller up to <see cref="Reference"/>.</summary>
    public IReadOnlyList<ResourceReference> Owners { get; init; } = [];

    /// <summary>The replicas that it asks for.</summary>
    public int? DesiredReplicas { get; init; }

    /// <summary>The Job in the chain.</summary>
    public V1Job? Job { get; init; }

    /// <summary>Its pods.</summary>
    public IReadOnlyList<V1Pod> Pods { get; init; } = [];

    /// <summary>The objects whose events tell why it has no pods.</summary>
    public IReadOnlyList<EventObject> EventObjects { get; init; } = [];

    /// <summary>When it was created.</summary>
    public DateTime? Created { get; init; }

    /// <summary>Why its controller cannot create pods.</summary>
    public ControllerProblem? Problem { get; init; }

    /// <summary>It asks for more pods than there are.</summary>
    public bool LacksPods => DesiredReplicas > Pods.Count;
}
