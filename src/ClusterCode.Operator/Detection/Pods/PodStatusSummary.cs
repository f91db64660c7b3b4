namespace ClusterCode.Operator.Detection.Pods;

/// <summary>What detection needs of a pod's status.</summary>
internal sealed class PodStatusSummary
{
    public string? Phase { get; set; }

    public string? Reason { get; set; }

    public DateTime? StartTime { get; set; }

    public IReadOnlyList<PodConditionSummary>? Conditions { get; set; }

    public IReadOnlyList<ContainerStatusSummary>? InitContainerStatuses { get; set; }

    public IReadOnlyList<ContainerStatusSummary>? ContainerStatuses { get; set; }

    /// <summary>The statuses of all containers, init containers first.</summary>
    public IEnumerable<ContainerStatusSummary> AllContainers() => (InitContainerStatuses ?? []).Concat(ContainerStatuses ?? []);
}
