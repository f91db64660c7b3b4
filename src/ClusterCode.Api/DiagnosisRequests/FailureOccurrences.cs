namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>How often a failure was seen. Derived from what the API shows (restart counts, failed pods), so that a restart of the operator loses and doubles nothing.</summary>
public sealed record FailureOccurrences
{
    /// <summary>Failures seen so far: restarts of the failing containers, or failed pods.</summary>
    public int? Count { get; init; }

    /// <summary>When the failure was first seen.</summary>
    public DateTime? FirstSeen { get; init; }

    /// <summary>When it was last seen.</summary>
    public DateTime? LastSeen { get; init; }

    /// <summary>Pods that fail now.</summary>
    public int? AffectedPods { get; init; }
}
