namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>
/// How replicas agree on which of them acts: by a Lease (coordination.k8s.io/v1), which one holds and renews. All replicas must have the same durations.
/// The defaults are client-go's.
/// </summary>
public sealed class LeaderElectionOptions
{
    /// <summary>How much longer than <see cref="RetryPeriod"/> the <see cref="RenewDeadline"/> must be, so that one renewal that fails costs nothing.</summary>
    public const double JitterFactor = 1.2;

    /// <summary>Whether there is an election. Without one this process acts as soon as its caches are full, and must be the only one that does. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>The Lease's name. Default: the operator's name.</summary>
    public string? LeaseName { get; set; }

    /// <summary>The Lease's namespace. Default: <c>POD_NAMESPACE</c>.</summary>
    public string? LeaseNamespace { get; set; } = Environment.GetEnvironmentVariable("POD_NAMESPACE") is { Length: > 0 } ns ? ns : null;

    /// <summary>How long others leave the Lease alone after they saw it change. Whole seconds. Default: 15 seconds.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long the leader acts after it sent its last successful renewal. What <see cref="LeaseDuration"/> is longer is the margin for clocks that do not run at the
    /// same rate: with the defaults one may run half as fast again as another. Default: 10 seconds.
    /// </summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the leader renews, and how often the others look at the Lease at least. Default: 2 seconds.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one try may take, a read and a write: two fit into the deadline.</summary>
    internal TimeSpan RequestTimeout => RenewDeadline / 2 > TimeSpan.FromSeconds(1) ? RenewDeadline / 2 : TimeSpan.FromSeconds(1);

    /// <summary>Throws for options with which an election would not be safe, or would not work.</summary>
    /// <exception cref="ArgumentException">With what is wrong and what to do.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(LeaseNamespace))
            throw new ArgumentException("Leader election needs a namespace for its Lease: set POD_NAMESPACE (by the Deployment, from metadata.namespace) or LeaderElection.LeaseNamespace.");
        if (RetryPeriod <= TimeSpan.Zero)
            throw new ArgumentException($"Leader election's RetryPeriod ({RetryPeriod.TotalSeconds} s) must be more than 0.");
        if (RenewDeadline <= RetryPeriod * JitterFactor)
            throw new ArgumentException($"Leader election's RenewDeadline ({RenewDeadline.TotalSeconds} s) must be more than {JitterFactor} times its RetryPeriod ({RetryPeriod.TotalSeconds} s), or a single renewal that fails costs the leadership.");
        if (LeaseDuration <= RenewDeadline)
            throw new ArgumentException($"Leader election's LeaseDuration ({LeaseDuration.TotalSeconds} s) must be more than its RenewDeadline ({RenewDeadline.TotalSeconds} s), or another may lead before the leader has given up.");
        if (LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentException($"Leader election's LeaseDuration ({LeaseDuration.TotalSeconds} s) must be whole seconds: a Lease cannot tell others of fractions.");
    }
}
