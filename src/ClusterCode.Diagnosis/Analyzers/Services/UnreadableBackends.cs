using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>Where the pods may not be listed, a Service's EndpointSlices still tell whether anything answers.</summary>
internal static class UnreadableBackends
{
    /// <summary>The finding; none where an endpoint is ready, or nothing can be read.</summary>
    public static IEnumerable<FindingDraft> Of(V1Service service, Lookup<IReadOnlyList<V1Pod>> pods, Lookup<IReadOnlyList<V1EndpointSlice>> slices)
    {
        if (!slices.IsFound)
            yield break;
        var own = Slices.Of(service, slices.Value).ToList();
        var endpoints = own.SelectMany(s => s.Endpoints ?? []).ToList();
        if (own.Count == 0 || endpoints.Any(e => e.Conditions?.Ready != false))
            yield break;

        var reference = Refer.Service(service.Metadata.NamespaceProperty, service.Metadata.Name);
        var why = pods.IsForbidden ? "may not be listed by the operator" : "could not be listed";
        var what = endpoints.Count == 0
            ? $"no pod carries {LabelText.Of(service.Spec.Selector)}, as far as its EndpointSlices tell"
            : $"none of its {Wording.Count(endpoints.Count, "pod")} is ready, as its EndpointSlices tell";
        yield return ConnectivityDraft.Of(
            CauseCategories.ServiceWithoutReadyPods,
            reference,
            $"Service {service.Metadata.NamespaceProperty}/{service.Metadata.Name} has no ready endpoint: {what}; the pods themselves {why}",
            ConnectivityDraft.Status(Refer.To("discovery.k8s.io/v1", "EndpointSlice", service.Metadata.NamespaceProperty, own[0].Metadata.Name), "endpoints", endpoints.Count == 0 ? "none" : $"{endpoints.Count}, none ready")) with
        {
            Confidence = Confidence.Medium,
            Remediation = [ConnectivityDraft.Ask("Which pods should answer? Compare their labels with the Service's selector, and grant the operator list on pods")],
        };
    }
}
