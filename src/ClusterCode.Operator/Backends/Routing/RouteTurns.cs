using System.Collections.Concurrent;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.Operator.Backends.Routing;

/// <summary>The turns of each route. They are not kept over restarts: a round-robin may begin anywhere.</summary>
internal sealed class RouteTurns
{
    private readonly ConcurrentDictionary<ObjectKey, WeightedTurns> _turns = new();

    /// <summary>The turns of a route.</summary>
    public WeightedTurns Of(ObjectKey route) => _turns.GetOrAdd(route, static _ => new WeightedTurns());
}
