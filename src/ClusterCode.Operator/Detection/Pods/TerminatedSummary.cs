namespace ClusterCode.Operator.Detection.Pods;

/// <summary>A run that ended.</summary>
internal sealed class TerminatedSummary
{
    public int ExitCode { get; set; }

    public string? Reason { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>How long the run lasted; zero where the times are unknown, or the container never started: the kubelet then says 1970.</summary>
    public TimeSpan Duration() =>
        StartedAt is { } started && started > DateTime.UnixEpoch && FinishedAt is { } finished && finished > started ? finished - started : TimeSpan.Zero;
}
