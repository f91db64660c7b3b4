namespace ClusterCode.Operator.Detection.Pods;

/// <summary>The patience of a probe.</summary>
internal sealed class ProbeSummary
{
    // The API server fills in these defaults; they are repeated for objects that were read from elsewhere.
    private const int DefaultPeriodSeconds = 10;
    private const int DefaultFailureThreshold = 3;

    public int? InitialDelaySeconds { get; set; }

    public int? PeriodSeconds { get; set; }

    public int? FailureThreshold { get; set; }

    /// <summary>The time from the container's start until the probe, if it never succeeds, has failed for good.</summary>
    public TimeSpan Patience() => TimeSpan.FromSeconds(
        (InitialDelaySeconds ?? 0) + ((double)(PeriodSeconds ?? DefaultPeriodSeconds) * (FailureThreshold ?? DefaultFailureThreshold)));
}
