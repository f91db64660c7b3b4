using k8s.Models;

namespace ClusterCode.Api.LlmBackends;

/// <summary>Which namespaces may refer to an object.</summary>
public sealed record AllowedNamespaces
{
    /// <summary>The rule. Default: Same.</summary>
    public AllowedNamespacesFrom? From { get; init; }

    /// <summary>With <c>from: Selector</c>: the labels of the namespaces.</summary>
    public V1LabelSelector? Selector { get; init; }
}
