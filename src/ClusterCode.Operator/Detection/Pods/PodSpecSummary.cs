namespace ClusterCode.Operator.Detection.Pods;

/// <summary>What detection needs of a pod's spec.</summary>
internal sealed class PodSpecSummary
{
    public string? RestartPolicy { get; set; }

    public IReadOnlyList<ContainerSummary>? Containers { get; set; }
}
