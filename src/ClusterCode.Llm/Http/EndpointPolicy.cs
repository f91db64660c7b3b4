namespace ClusterCode.Llm.Http;

/// <summary>
/// Where no backend may be. Whoever may write an LlmBackend chooses an address that the operator then connects to, out of its own
/// place in the network and with a key of the writer's choice: what only the operator or its node can reach must stay out of reach.
/// </summary>
public sealed record EndpointPolicy
{
    /// <summary>
    /// Whether loopback and link-local addresses may be used, for an operator that runs beside its model on a developer's machine.
    /// Addresses of clouds' metadata services stay forbidden.
    /// </summary>
    public bool AllowLocal { get; init; }

    /// <summary>The cluster's API server, at each of its addresses that are known.</summary>
    public IReadOnlyList<ApiServerAddress> ApiServers { get; init; } = [];
}
