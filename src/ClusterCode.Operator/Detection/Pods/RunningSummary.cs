namespace ClusterCode.Operator.Detection.Pods;

/// <summary>A container that runs.</summary>
internal sealed class RunningSummary
{
    public DateTime? StartedAt { get; set; }
}
