using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Limits;

namespace ClusterCode.Operator.Backends.Routing;

/// <summary>
/// Orders the backends that may be used where a diagnosis names none and no default is set: the best first. Backends outside the cluster are never chosen unasked.
/// </summary>
internal static class AutomaticChoice
{
    /// <summary>Tokens of prompt and answer that a diagnosis is written for.</summary>
    private const int EnoughContext = 4096;

    /// <summary>The backends that may be chosen, the best first.</summary>
    /// <param name="backends">Ready ones that allow the namespace and the task.</param>
    /// <param name="ns">The namespace of the diagnosis.</param>
    /// <param name="load">How a backend has done of late.</param>
    public static IReadOnlyList<LlmBackend> Order(IEnumerable<LlmBackend> backends, string ns, Func<LlmBackend, BackendLoad> load) =>
    [
        .. backends
            .Where(backend => backend.Spec.Provider != LlmProvider.BuiltIn && backend.Spec.External is not true)
            .OrderByDescending(backend => backend.Metadata.NamespaceProperty == ns)
            .ThenByDescending(backend => (backend.Spec.Parameters?.ContextWindow ?? backend.Status?.ContextWindow ?? EnoughContext) >= EnoughContext)
            .ThenByDescending(backend => backend.Status?.Capabilities?.JsonSchema is not false)
            .ThenBy(backend => load(backend).Pace ?? TimeSpan.Zero)
            .ThenBy(backend => backend.Metadata.NamespaceProperty, StringComparer.Ordinal)
            .ThenBy(backend => backend.Metadata.Name, StringComparer.Ordinal),
    ];
}
