using k8s;
using k8s.Models;

namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>A question to the operator, "what is wrong with this?", and its answer.</summary>
[KubernetesEntity(Group = ClusterCodeApi.Group, ApiVersion = ClusterCodeApi.Version, Kind = KindName, PluralName = Plural)]
public sealed class DiagnosisRequest : IKubernetesObject<V1ObjectMeta>, ISpec<DiagnosisRequestSpec>, IStatus<DiagnosisRequestStatus?>
{
    /// <summary>The kind, as in manifests.</summary>
    public const string KindName = "DiagnosisRequest";

    /// <summary>The resource's plural name, as in URLs and RBAC rules.</summary>
    public const string Plural = "diagnosisrequests";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ClusterCodeApi.GroupVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KindName;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What is asked.</summary>
    public DiagnosisRequestSpec Spec { get; set; } = new();

    /// <summary>What was found. Absent until the operator has seen the object.</summary>
    public DiagnosisRequestStatus? Status { get; set; }
}
