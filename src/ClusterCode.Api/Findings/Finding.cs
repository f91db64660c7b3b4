namespace ClusterCode.Api.Findings;

/// <summary>Something that is wrong, or worth knowing, with the evidence that shows it.</summary>
public sealed record Finding
{
    /// <summary>The id that other findings refer to in <see cref="CausedBy"/>, such as <c>f1</c>. Unique within one diagnosis.</summary>
    public required string Id { get; init; }

    /// <summary>How bad it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The category of the failure taxonomy, such as <c>MissingConfigMapKey</c>.</summary>
    public required string Category { get; init; }

    /// <summary>One sentence that a person can act on.</summary>
    public required string Title { get; init; }

    /// <summary>The object at fault.</summary>
    public required ResourceReference Resource { get; init; }

    /// <summary>What it means and how it was told, in a few sentences.</summary>
    public string? Explanation { get; init; }

    /// <summary>How it is proved.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Ids of the evidence that shows it.</summary>
    public IReadOnlyList<string> Evidence { get; init => field = value ?? []; } = [];

    /// <summary>The id of the finding that causes this one; absent for a root.</summary>
    public string? CausedBy { get; init; }

    /// <summary>What a person may do about it.</summary>
    public IReadOnlyList<Remediation> Remediation { get; init => field = value ?? []; } = [];
}
