namespace ClusterCode.Api.Findings;

/// <summary>A cause that no other finding explains.</summary>
public sealed record RootCause
{
    /// <summary>One sentence that a person can act on: the object, the container, the field, the wrong value, the right one where the cluster shows it.</summary>
    public required string Summary { get; init; }

    /// <summary>The category of the failure taxonomy, such as <c>OOMKilled</c>.</summary>
    public required string Category { get; init; }

    /// <summary>The object at fault.</summary>
    public required ResourceReference Resource { get; init; }

    /// <summary>How it is proved.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Ids of the evidence that proves it.</summary>
    public IReadOnlyList<string> Evidence { get; init => field = value ?? []; } = [];
}
