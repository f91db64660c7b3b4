namespace ClusterCode.Operator.Detection.Pods;

/// <summary>What detection needs of a container's status.</summary>
internal sealed class ContainerStatusSummary
{
    public string Name { get; set; } = "";

    public bool Ready { get; set; }

    public int RestartCount { get; set; }

    public ContainerStateSummary? State { get; set; }

    public ContainerStateSummary? LastState { get; set; }

    /// <summary>How the last run that ended did so, or null where none has.</summary>
    public TerminatedSummary? LastTermination() => State?.Terminated ?? LastState?.Terminated;
}
