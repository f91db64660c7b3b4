using ClusterCode.Api.LlmRoutes;

namespace ClusterCode.Operator.Backends.Routing;

/// <summary>In which order the members of a route are asked. The order of the list decides where a strategy does not.</summary>
internal static class RouteOrder
{
    /// <summary>The members in the order in which they are asked.</summary>
    /// <param name="strategy">The route's strategy.</param>
    /// <param name="candidates">Those that may be asked, in the order of the list.</param>
    /// <param name="turns">The turns of this route, for <see cref="LlmRouteStrategy.RoundRobin"/>.</param>
    public static IReadOnlyList<RouteCandidate> Of(LlmRouteStrategy strategy, IReadOnlyList<RouteCandidate> candidates, WeightedTurns turns) => strategy switch
    {
        LlmRouteStrategy.RoundRobin => turns.Next(candidates),
        LlmRouteStrategy.LeastBusy => [.. candidates.OrderBy(candidate => candidate.Load.UnderWay)],
        // Who has not answered yet is tried first: nothing else tells how fast it is.
        LlmRouteStrategy.Fastest => [.. candidates.OrderBy(candidate => candidate.Load.Pace ?? TimeSpan.Zero)],
        _ => candidates,
    };
}
