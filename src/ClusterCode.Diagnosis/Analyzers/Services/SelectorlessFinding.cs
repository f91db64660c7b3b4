using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>A Service without a selector gets its endpoints from a person or another controller: from an Endpoints object of its name, or from EndpointSlices with its label.</summary>
internal static class SelectorlessFinding
{
    /// <summary>The finding; none where there are endpoints, or where that cannot be read.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, V1Service service)
    {
        var (ns, name) = (service.Metadata.NamespaceProperty, service.Metadata.Name);
        var (endpoints, slices) = (file.Facts.Get<V1Endpoints>(ns, name), file.Facts.List<V1EndpointSlice>(ns));
        if (endpoints is null || slices is null || IsUnknown(endpoints) || IsUnknown(slices))
            return [];
        var own = Slices.Of(service, slices.Value ?? []).ToList();
        var hasAddress = endpoints.Value?.Subsets?.Any(s => s.Addresses is { Count: > 0 }) == true || own.Any(s => s.Endpoints is { Count: > 0 });
        return hasAddress ? PortNames(service, endpoints.Value, own) : WithoutAddress(file, service, endpoints.IsFound || own.Count > 0);
    }

    private static bool IsUnknown<T>(Lookup<T> found)
        where T : class => !found.IsFound && !found.IsMissing;

    private static IEnumerable<FindingDraft> WithoutAddress(CaseFile file, V1Service service, bool hasObject)
    {
        var (ns, name) = (service.Metadata.NamespaceProperty, service.Metadata.Name);
        if (file.Facts.List<V1Pod>(ns) is not { } pods)
            yield break;
        var reference = Refer.Service(ns, name);
        var meant = Meant(name, pods.Value ?? []);
        var has = hasObject ? "its Endpoints or EndpointSlices hold no address" : "no Endpoints or EndpointSlice of that name exists";
        var remediation = meant is { Label: var (key, value) }
            ? ServicePatch.Selector(service, $"Let {name} select the pods of {PodOwner.Title(meant.Workload)}", new Dictionary<string, string?> { [key] = value })
            : null;
        yield return ConnectivityDraft.Of(
            CauseCategories.ServiceWithoutSelector,
            reference,
            $"Service {ns}/{name} has no selector, and {has}, so that it leads nowhere{(meant is null ? "" : $"; pods of {PodOwner.Title(meant.Workload)} carry {meant.Label.Key}={meant.Label.Value}")}",
            ConnectivityDraft.Spec(reference, "spec.selector", "absent"),
            ConnectivityDraft.Status(Refer.To("v1", "Endpoints", ns, name), "", hasObject ? "no addresses" : "not found")) with
        {
            Remediation = [remediation ?? ConnectivityDraft.Ask($"Which pods, or which addresses outside the cluster, should {name} lead to? Give it a selector, or an EndpointSlice")],
        };
    }

    // A label of pods that says the Service's name.
    private static Candidate? Meant(string service, IReadOnlyList<V1Pod> pods)
    {
        var labels = pods.SelectMany(p => (p.Metadata.Labels ?? new Dictionary<string, string>()).Where(l => LabelText.IsPersons(l.Key)).Select(l => (Pod: p, Label: l))).ToList();
        var best = labels.Where(l => l.Label.Value == service).OrderBy(l => l.Label.Key.Length).ThenBy(l => l.Label.Key, StringComparer.Ordinal).FirstOrDefault();
        if (best.Pod is null && NearMiss.Best(service, labels.Where(l => l.Label.Key is "app" or "app.kubernetes.io/name").Select(l => l.Label.Value)) is { } near)
            best = labels.First(l => l.Label.Value == near && l.Label.Key is "app" or "app.kubernetes.io/name");
        return best.Pod is null ? null : new Candidate(PodOwner.Of(best.Pod), best.Label);
    }

    // kube-proxy joins a Service's port and the endpoints' by name.
    private static IEnumerable<FindingDraft> PortNames(V1Service service, V1Endpoints? endpoints, IReadOnlyList<V1EndpointSlice> slices)
    {
        var named = (endpoints?.Subsets ?? []).SelectMany(s => s.Ports ?? []).Select(p => p.Name ?? "")
            .Concat(slices.SelectMany(s => s.Ports ?? []).Select(p => p.Name ?? "")).Distinct(StringComparer.Ordinal).ToList();
        var reference = Refer.Service(service.Metadata.NamespaceProperty, service.Metadata.Name);
        var index = -1;
        foreach (var port in service.Spec?.Ports ?? [])
        {
            index++;
            if (named.Count == 0 || named.Contains(port.Name ?? ""))
                continue;
            var has = Wording.List(named.Select(n => n.Length == 0 ? "one without a name" : $"\"{n}\""));
            yield return ConnectivityDraft.Of(
                CauseCategories.ServicePortMismatch,
                reference,
                $"Service {reference.Namespace}/{reference.Name} has port {port.Port} {(string.IsNullOrEmpty(port.Name) ? "without a name" : $"named \"{port.Name}\"")}; its endpoints have {has}, and ports are joined by name",
                ConnectivityDraft.Spec(reference, "spec.ports", ServiceJudgement.Ports(service)),
                ConnectivityDraft.Spec(Refer.To("v1", "Endpoints", reference.Namespace, reference.Name), "subsets.ports", has)) with
            {
                Remediation = [(named is [{ Length: > 0 } only] ? ServicePatch.PortText(service, $"Name the port {only}", index, "name", only) : null) ?? ConnectivityDraft.Ask("Give the Service's port and the endpoints' port the same name")],
            };
        }
    }

    private sealed record Candidate(ResourceReference Workload, KeyValuePair<string, string> Label);
}
