using System.Text.Json.Serialization;

namespace ClusterCode.Api.LlmBackends;

/// <summary>The rule for which namespaces may refer to an object.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AllowedNamespacesFrom>))]
public enum AllowedNamespacesFrom
{
    /// <summary>Only its own namespace.</summary>
    Same,

    /// <summary>Every namespace.</summary>
    All,

    /// <summary>Namespaces whose labels match.</summary>
    Selector,
}
