using System.Text.Json.Serialization;

namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>What an <see cref="LlmReference"/> names.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LlmReferenceKind>))]
public enum LlmReferenceKind
{
    /// <summary>One backend.</summary>
    LlmBackend,

    /// <summary>A group of backends.</summary>
    LlmRoute,
}
