using System.Text.Json.Serialization;

namespace ClusterCode.Api.LlmRoutes;

/// <summary>How a route chooses a member.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LlmRouteStrategy>))]
public enum LlmRouteStrategy
{
    /// <summary>The first that is Ready, in the order of the list.</summary>
    Priority,

    /// <summary>In turn, by weight.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests under way.</summary>
    LeastBusy,

    /// <summary>The one that answered fastest of late.</summary>
    Fastest,
}
