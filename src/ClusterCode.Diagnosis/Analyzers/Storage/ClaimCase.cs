using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>One claim that is judged.</summary>
/// <param name="File">The case.</param>
/// <param name="Reference">The claim's name.</param>
/// <param name="Claim">The claim.</param>
internal sealed record ClaimCase(CaseFile File, ResourceReference Reference, V1PersistentVolumeClaim Claim)
{
    /// <summary>The claim as titles name it.</summary>
    public string Title => Claims.Title(Reference);

    /// <summary>How long the claim has existed.</summary>
    public TimeSpan Age => Claim.Metadata?.CreationTimestamp is { } created ? File.Now.UtcDateTime - created : TimeSpan.Zero;

    /// <summary>What the claim asks for.</summary>
    public EvidenceDraft Spec => new(EvidenceKind.Spec, $"persistentvolumeclaim/{Reference.Name} spec", Claims.Describe(Claim));

    /// <summary>The claim's phase.</summary>
    public EvidenceDraft Status => new(
        EvidenceKind.Status, $"persistentvolumeclaim/{Reference.Name} status", $"phase={Claim.Status?.Phase} volumeName={Claim.Spec?.VolumeName} capacity={Claims.Size(ResourceQuantities.Value(Claim.Status?.Capacity, "storage"))}");

    /// <summary>A finding about the claim.</summary>
    /// <param name="category">The category.</param>
    /// <param name="title">One sentence.</param>
    /// <param name="says">What identifies it beyond its category, not yet normalised.</param>
    /// <param name="evidence">What shows it; the claim's spec and status are added.</param>
    /// <param name="remediation">What a person may do.</param>
    public FindingDraft Finding(string category, string title, string says, IEnumerable<EvidenceDraft?> evidence, params IEnumerable<Remediation> remediation) => new()
    {
        Category = category,
        Severity = Severity.Critical,
        Confidence = Confidence.High,
        Title = title,
        Resource = Reference,
        NormalizedMessage = LogDigest.Normalize(says),
        Evidence = [.. evidence.OfType<EvidenceDraft>(), Status, Spec],
        Remediation = [.. remediation],
    };

    /// <summary>A question whose answer mends it.</summary>
    public static Remediation Ask(string title, string? command = null, RemediationRisk risk = RemediationRisk.Low) => new() { Title = title, Command = command, Risk = risk };
}
