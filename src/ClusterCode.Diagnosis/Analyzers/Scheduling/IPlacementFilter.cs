namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>A filter of the scheduler that looks at more than a node and the pod: at other pods, ports, or volumes. Pure and stateless.</summary>
internal interface IPlacementFilter
{
    /// <summary>Whether the pod asks for anything that this filter judges. What it needs is read only then.</summary>
    bool Concerns(UnschedulablePod pod);

    /// <summary>Whether the node passes.</summary>
    bool Allows(UnschedulablePod pod, Neighbours near, NodeFit fit);

    /// <summary>The finding where none of the nodes that were left passes.</summary>
    FindingDraft Finding(UnschedulablePod pod, Neighbours near, IReadOnlyList<NodeFit> left);
}
