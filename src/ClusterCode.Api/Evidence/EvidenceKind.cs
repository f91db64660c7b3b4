using System.Text.Json.Serialization;

namespace ClusterCode.Api.Evidence;

/// <summary>Where a piece of evidence comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvidenceKind>))]
public enum EvidenceKind
{
    /// <summary>A field of an object's status.</summary>
    Status,

    /// <summary>A field of an object's spec or metadata.</summary>
    Spec,

    /// <summary>A Kubernetes event.</summary>
    Event,

    /// <summary>Lines of a container's log.</summary>
    Log,

    /// <summary>A difference between two revisions or two times.</summary>
    Change,
}
