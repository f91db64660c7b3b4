namespace ClusterCode.Diagnosis.Gathering;

/// <summary>What the pods on a node request together.</summary>
/// <param name="Requests">Quantities by resource name (<c>cpu</c> in cores, <c>memory</c> in bytes, others in their own unit).</param>
/// <param name="Pods">The number of pods that are not finished.</param>
public sealed record NodeUsage(IReadOnlyDictionary<string, decimal> Requests, int Pods)
{
    /// <summary>The ports of the node that pods hold.</summary>
    public IReadOnlyList<HeldPort> Ports { get; init; } = [];

    /// <summary>The highest priority among the pods that are not the system's own; null where there is none.</summary>
    public int? HighestPriority { get; init; }
}
