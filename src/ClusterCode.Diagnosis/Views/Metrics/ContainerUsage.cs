using k8s.Models;

namespace ClusterCode.Diagnosis.Views.Metrics;

/// <summary>What a container uses, on average over the time of the measurement.</summary>
internal sealed class ContainerUsage
{
    /// <summary>The container.</summary>
    public string? Name { get; set; }

    /// <summary>By resource: <c>cpu</c> in cores, <c>memory</c> in bytes.</summary>
    public IDictionary<string, ResourceQuantity>? Usage { get; set; }
}
