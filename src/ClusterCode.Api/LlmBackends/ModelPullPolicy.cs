using System.Text.Json.Serialization;

namespace ClusterCode.Api.LlmBackends;

/// <summary>Whether a model that the server lacks is pulled.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelPullPolicy>))]
public enum ModelPullPolicy
{
    /// <summary>It is reported as missing.</summary>
    Never,

    /// <summary>The server is told to pull it.</summary>
    IfNotPresent,
}
