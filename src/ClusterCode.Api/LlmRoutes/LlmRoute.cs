using k8s;
using k8s.Models;

namespace ClusterCode.Api.LlmRoutes;

/// <summary>A group of backends of the same namespace, and the order in which they are asked.</summary>
[KubernetesEntity(Group = ClusterCodeApi.Group, ApiVersion = ClusterCodeApi.Version, Kind = KindName, PluralName = Plural)]
public sealed class LlmRoute : IKubernetesObject<V1ObjectMeta>, ISpec<LlmRouteSpec>, IStatus<LlmRouteStatus?>
{
    /// <summary>The kind, as in manifests.</summary>
    public const string KindName = "LlmRoute";

    /// <summary>The resource's plural name, as in URLs and RBAC rules.</summary>
    public const string Plural = "llmroutes";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ClusterCodeApi.GroupVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KindName;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The members and how one is chosen.</summary>
    public LlmRouteSpec Spec { get; set; } = new() { Members = [] };

    /// <summary>Which members can be used. Absent until the operator has seen the object.</summary>
    public LlmRouteStatus? Status { get; set; }
}
