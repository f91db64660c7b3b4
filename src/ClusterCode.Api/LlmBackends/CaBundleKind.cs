using System.Text.Json.Serialization;

namespace ClusterCode.Api.LlmBackends;

/// <summary>What holds a CA bundle.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaBundleKind>))]
public enum CaBundleKind
{
    /// <summary>A ConfigMap.</summary>
    ConfigMap,

    /// <summary>A Secret.</summary>
    Secret,
}
