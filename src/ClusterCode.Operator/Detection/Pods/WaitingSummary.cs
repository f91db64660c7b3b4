namespace ClusterCode.Operator.Detection.Pods;

/// <summary>A container that waits.</summary>
internal sealed class WaitingSummary
{
    public string? Reason { get; set; }
}
