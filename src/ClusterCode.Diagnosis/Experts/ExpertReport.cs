using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>What the expert found; everything in it is redacted and bounded, and fits a DiagnosisRequest's status as it is.</summary>
public sealed record ExpertReport
{
    /// <summary>How the diagnosis ended.</summary>
    public required ExpertOutcome Outcome { get; init; }

    /// <summary>For the condition: what was found, or what is wrong with the target and how to mend it (near misses of its name among what exists).</summary>
    public required string Message { get; init; }

    /// <summary>The worst severity among the findings.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The cause that explains most of the findings.</summary>
    public RootCause? RootCause { get; init; }

    /// <summary>Independent further causes, the more severe first.</summary>
    public IReadOnlyList<RootCause> AdditionalCauses { get; init; } = [];

    /// <summary>All findings, causes before their symptoms.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The evidence that the findings cite, and what else a reader needs.</summary>
    public IReadOnlyList<EvidenceItem> Evidence { get; init; } = [];

    /// <summary>The failure's identity across pods and times, 16 hex digits; null when healthy.</summary>
    public string? Fingerprint { get; init; }
}
