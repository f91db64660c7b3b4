using k8s.Models;

namespace ClusterCode.Api.LlmRoutes;

/// <summary>Which members of a route can be used.</summary>
public sealed record LlmRouteStatus
{
    /// <summary>The <c>metadata.generation</c> that this status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Ready, Reconciling, Stalled.</summary>
    public IReadOnlyList<V1Condition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>Names of members that are Ready.</summary>
    public IReadOnlyList<string> ReadyMembers { get; init => field = value ?? []; } = [];
}
