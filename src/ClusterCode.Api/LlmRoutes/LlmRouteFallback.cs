using System.Text.Json.Serialization;

namespace ClusterCode.Api.LlmRoutes;

/// <summary>What answers when no member of a route does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LlmRouteFallback>))]
public enum LlmRouteFallback
{
    /// <summary>The expert's own words.</summary>
    BuiltIn,
}
