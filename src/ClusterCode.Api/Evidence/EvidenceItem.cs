namespace ClusterCode.Api.Evidence;

/// <summary>One fact of the cluster: bounded, redacted, with the place it was read from. Findings, causes and explanations cite it by <see cref="Id"/>.</summary>
public sealed record EvidenceItem
{
    /// <summary>The id that findings and explanations cite, such as <c>e3</c>. Unique within one diagnosis.</summary>
    public required string Id { get; init; }

    /// <summary>The kind of fact.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>The object and field, event or log that it was read from, such as <c>pod/checkout-7d9f status.containerStatuses[app].lastState</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When it happened, where that is known.</summary>
    public DateTime? Time { get; init; }

    /// <summary>The excerpt. Secrets are replaced by placeholders before it is stored.</summary>
    public required string Text { get; init; }
}
