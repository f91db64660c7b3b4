using System.Text.Json.Serialization;

namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>How far a diagnosis goes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DiagnosisDepth>))]
public enum DiagnosisDepth
{
    /// <summary>The expert, then one call of a model to explain.</summary>
    Explain,

    /// <summary>The expert only; no model is asked.</summary>
    Analyze,

    /// <summary>The expert, then a model that may call read-only tools.</summary>
    Investigate,
}
