using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>An object or a key that a pod needs and that does not exist.</summary>
/// <param name="Kind">The kind of object.</param>
/// <param name="Name">The object.</param>
/// <param name="Key">The missing key; null where the object is missing.</param>
/// <param name="Reference">The place that needs it; null where only the kubelet's message tells.</param>
/// <param name="Known">What was looked up.</param>
/// <param name="KubeletSays">The kubelet's complaint, where there is one.</param>
internal sealed record MissingConfiguration(
    ConfigurationKind Kind, string Name, string? Key, ConfigurationReference? Reference, ConfigurationKeys Known, EvidenceDraft? KubeletSays)
{
    /// <summary>The container that needs it; null for a volume of several.</summary>
    public string? Container { get; init; } = Reference?.Container;
}
