using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Connectivity;

/// <summary>Findings about objects that a connection runs through.</summary>
internal static class ConnectivityDraft
{
    /// <summary>A finding that fails everything that uses the object; change it by <c>with</c> where it is less.</summary>
    public static FindingDraft Of(string category, ResourceReference resource, string title, params IReadOnlyList<EvidenceDraft> evidence) => new()
    {
        Category = category,
        Severity = Severity.Critical,
        Confidence = Confidence.High,
        Title = title,
        Resource = resource,
        NormalizedMessage = LogDigest.Normalize(title),
        Evidence = evidence,
    };

    /// <summary>A part of an object's spec.</summary>
    public static EvidenceDraft Spec(ResourceReference about, string path, string text) =>
        new(EvidenceKind.Spec, $"{about.Kind.ToLowerInvariant()}/{about.Name} {path}", Wording.Clip(text, 400));

    /// <summary>A part of an object's status, or what was found of it.</summary>
    public static EvidenceDraft Status(ResourceReference about, string path, string text, DateTime? time = null) =>
        new(EvidenceKind.Status, $"{about.Kind.ToLowerInvariant()}/{about.Name} {path}".TrimEnd(), Wording.Clip(text, 400), time);

    /// <summary>A question, where the right value is not known.</summary>
    public static Remediation Ask(string question, RemediationRisk risk = RemediationRisk.Low) => new() { Title = question, Risk = risk };
}
