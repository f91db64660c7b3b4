using k8s;
using k8s.Models;

namespace ClusterCode.Api.LlmBackends;

/// <summary>A language model that the user hosts, and how to reach it.</summary>
[KubernetesEntity(Group = ClusterCodeApi.Group, ApiVersion = ClusterCodeApi.Version, Kind = KindName, PluralName = Plural)]
public sealed class LlmBackend : IKubernetesObject<V1ObjectMeta>, ISpec<LlmBackendSpec>, IStatus<LlmBackendStatus?>
{
    /// <summary>The kind, as in manifests.</summary>
    public const string KindName = "LlmBackend";

    /// <summary>The resource's plural name, as in URLs and RBAC rules.</summary>
    public const string Plural = "llmbackends";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ClusterCodeApi.GroupVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KindName;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The server and its model.</summary>
    public LlmBackendSpec Spec { get; set; } = new() { Provider = LlmProvider.BuiltIn };

    /// <summary>What probing showed. Absent until the operator has seen the object.</summary>
    public LlmBackendStatus? Status { get; set; }
}
