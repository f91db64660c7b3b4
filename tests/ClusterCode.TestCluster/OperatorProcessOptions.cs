namespace ClusterCode.TestCluster;

/// <summary>How an operator is run.</summary>
public sealed record OperatorProcessOptions
{
    /// <summary>
    /// No election, where a test is about something else: its operator is the only one, is killed at the end, and the next test's must not wait until a lease has run out.
    /// </summary>
    private static readonly Dictionary<string, string> Alone = new() { ["LeaderElection__Enabled"] = "false" };

    /// <summary>What the process finds in its environment besides what it always does.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = Alone;

    /// <summary>Where the API server is to be found; null for where the cluster says.</summary>
    public Uri? Server { get; init; }

    /// <summary>An operator that competes for the lease, with an election of its own speed.</summary>
    public static OperatorProcessOptions Competing(string podName, string leaseDuration, string renewDeadline, string retryPeriod) => new()
    {
        Environment = new Dictionary<string, string>
        {
            ["POD_NAME"] = podName,
            ["LeaderElection__Enabled"] = "true",
            ["LeaderElection__LeaseDuration"] = leaseDuration,
            ["LeaderElection__RenewDeadline"] = renewDeadline,
            ["LeaderElection__RetryPeriod"] = retryPeriod,
        },
    };
}
