namespace ClusterCode.Operator.Detection.Pods;

/// <summary>A condition of a pod or Job.</summary>
internal sealed class PodConditionSummary
{
    public string Type { get; set; } = "";

    public string Status { get; set; } = "";

    public string? Reason { get; set; }

    public DateTime? LastTransitionTime { get; set; }
}
