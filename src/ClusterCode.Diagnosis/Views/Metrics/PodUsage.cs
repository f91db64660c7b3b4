using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views.Metrics;

/// <summary>
/// What a pod's containers use, as the resource metrics API tells where one is installed (metrics.k8s.io/v1beta1 PodMetrics). The client's own model of it is no
/// Kubernetes object, so that it cannot be read like any other.
/// </summary>
[KubernetesEntity(Group = "metrics.k8s.io", ApiVersion = "v1beta1", Kind = "PodMetrics", PluralName = "pods")]
internal sealed class PodUsage : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc />
    public string ApiVersion { get; set; } = "metrics.k8s.io/v1beta1";

    /// <inheritdoc />
    public string Kind { get; set; } = "PodMetrics";

    /// <inheritdoc />
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The end of the time over which it was measured.</summary>
    public DateTime? Timestamp { get; set; }

    /// <summary>How long it was measured, such as <c>30s</c>.</summary>
    public string? Window { get; set; }

    /// <summary>The containers that run.</summary>
    public IList<ContainerUsage>? Containers { get; set; }
}
