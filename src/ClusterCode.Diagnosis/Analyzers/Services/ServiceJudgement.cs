using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>
/// What is wrong with a Service, as a function of what is known. Others ask it about Services that they depend on: an Ingress about its backends, a process about what it
/// cannot reach.
/// </summary>
internal static class ServiceJudgement
{
    /// <summary>The findings; empty where nothing is wrong, and where too little is known yet.</summary>
    public static IReadOnlyList<FindingDraft> Of(CaseFile file, V1Service service)
    {
        if (service.Metadata.DeletionTimestamp is not null)
            return [];
        if (service.Spec?.Type == "ExternalName")
            return [.. ExternalNameFinding.Of(file, service)];
        List<FindingDraft> found = service.Spec?.Selector is { Count: > 0 } ? OfSelecting(file, service) : [.. SelectorlessFinding.Of(file, service)];
        found.AddRange(LoadBalancerFinding.Of(file, service));
        return found;
    }

    private static List<FindingDraft> OfSelecting(CaseFile file, V1Service service)
    {
        var ns = service.Metadata.NamespaceProperty;
        var (pods, slices) = (file.Facts.List<V1Pod>(ns), file.Facts.List<V1EndpointSlice>(ns));
        if (pods is null || slices is null)
            return [];
        if (!pods.IsFound)
            return [.. UnreadableBackends.Of(service, pods, slices)];

        var backends = new ServiceBackends(service, pods.Value);
        if (backends.Matching.Count == 0)
            return pods.Message is null ? [.. NoPodsFinding.Of(file, backends)] : [];

        List<FindingDraft> found = [.. ServicePortFinding.Of(file, backends)];
        if (found.Count == 0)
            found.AddRange(ServiceProtocolFinding.Of(backends));
        if (backends.Ready.Count == 0 && service.Spec.PublishNotReadyAddresses != true)
            found.AddRange(NotReadyFinding.Of(file, backends));
        else if (found.Count == 0)
            found.AddRange(EndpointSliceStaleFinding.Of(file, backends, slices, isWhole: pods.Message is null));
        if (found.Count == 0 && backends.Matching.All(p => PodHealth.Of(p, file.Now) == PodState.Healthy))
            found.AddRange(NetworkPolicies.ClosedService.Of(file, backends));
        return found;
    }

    /// <summary>True where nothing more of the Service's judgement waits to be read.</summary>
    public static bool IsKnown(CaseFile file, V1Service service) => file.Facts.List<V1Pod>(service.Metadata.NamespaceProperty) is not null
        && file.Facts.List<V1EndpointSlice>(service.Metadata.NamespaceProperty) is not null;

    /// <summary>The Service's ports as a title names them, such as <c>80 (http) and 9090 (metrics)</c>.</summary>
    public static string Ports(V1Service service) => service.Spec?.Ports is { Count: > 0 } ports
        ? Wording.List(ports.Select(p => string.IsNullOrEmpty(p.Name) ? $"{p.Port}" : $"{p.Port} ({p.Name})"))
        : "no port";
}
