using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>What an analyzer found, before ids are given, replicas are merged and causes are told from symptoms.</summary>
public sealed record FindingDraft
{
    /// <summary>A category of the taxonomy: a constant of <c>CauseCategories</c>.</summary>
    public required string Category { get; init; }

    /// <summary>How bad it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How it is proved.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>One sentence that a person can act on; becomes <c>rootCause.summary</c> where it is the root.</summary>
    public required string Title { get; init; }

    /// <summary>The object at fault.</summary>
    public required ResourceReference Resource { get; init; }

    /// <summary>The pod that shows it; null where the whole workload does.</summary>
    public string? Pod { get; init; }

    /// <summary>The container that shows it; null where the whole pod does.</summary>
    public string? Container { get; init; }

    /// <summary>The message with names of pods, times, addresses and counters taken out, for the fingerprint; null: the category alone identifies it.</summary>
    public string? NormalizedMessage { get; init; }

    /// <summary>What it means and how it was told.</summary>
    public string? Explanation { get; init; }

    /// <summary>What shows it, the strongest first. Never empty.</summary>
    public required IReadOnlyList<EvidenceDraft> Evidence { get; init; }

    /// <summary>
    /// Objects on which this depends: whatever is found at one of them (as its resource, or as its workload) causes this. A Service without endpoints stands before the
    /// Deployment behind it; a process that cannot connect, before the Service that it asks.
    /// </summary>
    public IReadOnlyList<ResourceReference> Behind { get; init; } = [];

    /// <summary>
    /// True where this keeps a broken <see cref="Pod"/> in being: what else the pod shows is mended already, in a revision that never reaches it, and is no cause but a symptom.
    /// </summary>
    public bool KeepsPod { get; init; }

    /// <summary>What a person may do about it.</summary>
    public IReadOnlyList<Remediation> Remediation { get; init; } = [];
}
