using k8s;
using k8s.Models;

namespace ClusterCode.Api.DiagnosisPolicies;

/// <summary>Which failures the operator diagnoses by itself. Cluster-scoped.</summary>
[KubernetesEntity(Group = ClusterCodeApi.Group, ApiVersion = ClusterCodeApi.Version, Kind = KindName, PluralName = Plural)]
public sealed class DiagnosisPolicy : IKubernetesObject<V1ObjectMeta>, ISpec<DiagnosisPolicySpec>, IStatus<DiagnosisPolicyStatus?>
{
    /// <summary>The kind, as in manifests.</summary>
    public const string KindName = "DiagnosisPolicy";

    /// <summary>The resource's plural name, as in URLs and RBAC rules.</summary>
    public const string Plural = "diagnosispolicies";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ClusterCodeApi.GroupVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KindName;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>Which failures, and how they are diagnosed.</summary>
    public DiagnosisPolicySpec Spec { get; set; } = new();

    /// <summary>What the policy did. Absent until the operator has seen the object.</summary>
    public DiagnosisPolicyStatus? Status { get; set; }
}
