namespace ClusterCode.Operator.Detection.Pods;

/// <summary>A container's state: one of the three is set.</summary>
internal sealed class ContainerStateSummary
{
    public WaitingSummary? Waiting { get; set; }

    public RunningSummary? Running { get; set; }

    public TerminatedSummary? Terminated { get; set; }
}
