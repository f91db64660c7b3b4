namespace ClusterCode.Operator.Detection.Pods;

/// <summary>What detection needs of a container's spec.</summary>
internal sealed class ContainerSummary
{
    public string Name { get; set; } = "";

    public ProbeSummary? ReadinessProbe { get; set; }

    public ProbeSummary? StartupProbe { get; set; }

    /// <summary>The container can run without being ready.</summary>
    public bool HasReadiness => ReadinessProbe is not null || StartupProbe is not null;

    /// <summary>The time that its probes allow it from its start to being ready.</summary>
    public TimeSpan ReadinessPatience() =>
        (ReadinessProbe?.Patience() ?? TimeSpan.Zero) + (StartupProbe?.Patience() ?? TimeSpan.Zero);
}
