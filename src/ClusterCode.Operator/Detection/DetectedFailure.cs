using ClusterCode.Api.DiagnosisPolicies;

namespace ClusterCode.Operator.Detection;

/// <summary>A failure that the API shows at this moment.</summary>
internal sealed record DetectedFailure
{
    /// <summary>The kind of failure.</summary>
    public required DiagnosisTrigger Trigger { get; init; }

    /// <summary>The container that fails; null where the pod or Job as a whole does.</summary>
    public string? Container { get; init; }

    /// <summary>The pod or Job that shows it.</summary>
    public required string Shows { get; init; }

    /// <summary>The reason that the API gives, such as <c>ErrImagePull</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The exit code of the last run, where the container ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When the failure was first visible, as far as the API tells; the grace period counts from here.</summary>
    public required DateTime Since { get; init; }

    /// <summary>When it was last seen to happen.</summary>
    public required DateTime LastSeen { get; init; }

    /// <summary>The state often passes by itself, so the policy's grace period applies.</summary>
    public bool MayPass { get; init; }

    /// <summary>Failures that the API shows: restarts of the container, or 1.</summary>
    public int Count { get; init; } = 1;
}
