namespace ClusterCode.Api.LlmRoutes;

/// <summary>The members of a route and how one is chosen. BuiltIn is always last.</summary>
public sealed record LlmRouteSpec
{
    /// <summary>How a member is chosen. Default: Priority.</summary>
    public LlmRouteStrategy? Strategy { get; init; }

    /// <summary>The backends. At least one, at most 16.</summary>
    public required IReadOnlyList<LlmRouteMember> Members { get; init; }

    /// <summary>What answers when no member does. Default: BuiltIn, the only value.</summary>
    public LlmRouteFallback? Fallback { get; init; }

    /// <summary>Which other namespaces may refer to the route. Absent: none.</summary>
    public LlmBackends.AllowedNamespaces? AllowedNamespaces { get; init; }
}
