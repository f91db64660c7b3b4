using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>EndpointSlices and the Services that they belong to.</summary>
internal static class Slices
{
    /// <summary>The label by which a slice belongs to a Service (discovery.k8s.io).</summary>
    private const string ServiceName = "kubernetes.io/service-name";

    /// <summary>The slices of a Service.</summary>
    public static IEnumerable<V1EndpointSlice> Of(V1Service service, IEnumerable<V1EndpointSlice> slices) => slices.Where(s => ServiceOf(s) == service.Metadata.Name);

    /// <summary>The Service that a slice belongs to; null where its label does not say.</summary>
    public static string? ServiceOf(V1EndpointSlice slice) => slice.Metadata.Labels?.TryGetValue(ServiceName, out var name) == true ? name : null;
}
