using ClusterCode.Diagnosis.Analyzers.Ingresses;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>What is said of a Service or an Ingress with which nothing is wrong.</summary>
internal static class ServiceHealth
{
    /// <summary>Such as <c>Healthy: Service web has 3 ready endpoints on port 80</c>; null where too little was read to say so.</summary>
    public static string? Of(CaseFile file, V1Service service)
    {
        var name = $"Service {service.Metadata.Name}";
        if (service.Spec?.Type == "ExternalName")
            return $"Healthy: {name} is an alias of {service.Spec.ExternalName}";
        var port = service.Spec?.Ports is { Count: > 0 } ports ? $" on port{(ports.Count == 1 ? "" : "s")} {ServiceJudgement.Ports(service)}" : "";
        if (service.Spec?.Selector is not { Count: > 0 })
        {
            var fixedOnes = (file.Facts.Get<V1Endpoints>(service.Metadata.NamespaceProperty, service.Metadata.Name)?.Value?.Subsets ?? []).Sum(s => s.Addresses?.Count ?? 0);
            return fixedOnes == 0 ? null : $"Healthy: {name} has no selector and {Wording.Count(fixedOnes, "fixed endpoint")}{port}";
        }

        if (file.Facts.List<V1Pod>(service.Metadata.NamespaceProperty) is not { IsFound: true } pods)
            return null;
        var backends = new ServiceBackends(service, pods.Value);
        var (ready, all) = (backends.Ready.Count, backends.Matching.Count);
        return (ready, all) switch
        {
            (0, 0) => null,
            (0, _) => $"Starting, nothing has failed: none of the {Wording.Count(all, "pod")} of {name} is ready yet",
            _ when ready < all => $"Healthy: {name} has {Wording.Count(ready, "ready endpoint")}{port}; {all - ready} of {all} pods {(all - ready == 1 ? "is" : "are")} not ready",
            _ => $"Healthy: {name} has {Wording.Count(ready, "ready endpoint")}{port}",
        };
    }

    /// <summary>Such as <c>Healthy: Ingress shop leads to Services cart and catalog, which have ready endpoints</c>.</summary>
    public static string? Of(CaseFile file, V1Ingress ingress)
    {
        var names = IngressRoute.Of(ingress).Select(r => r.Service).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0 || file.Facts.List<V1Pod>(ingress.Metadata.NamespaceProperty) is not { IsFound: true })
            return null;
        return $"Healthy: Ingress {ingress.Metadata.Name} leads to Service{(names.Count == 1 ? "" : "s")} {Wording.List(names)}, which {(names.Count == 1 ? "has" : "have")} ready endpoints";
    }
}
