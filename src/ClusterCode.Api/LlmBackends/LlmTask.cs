using System.Text.Json.Serialization;

namespace ClusterCode.Api.LlmBackends;

/// <summary>What a model is asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LlmTask>))]
public enum LlmTask
{
    /// <summary>Explain a diagnosis.</summary>
    [JsonStringEnumMemberName("diagnosis")]
    Diagnosis,

    /// <summary>Read or write code and manifests.</summary>
    [JsonStringEnumMemberName("code")]
    Code,

    /// <summary>Answer follow-up questions.</summary>
    [JsonStringEnumMemberName("chat")]
    Chat,
}
