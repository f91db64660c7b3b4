using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>The EndpointSlices of a Service do not say what its pods are: their controller does not follow.</summary>
internal static class EndpointSliceStaleFinding
{
    /// <summary>The controller follows within seconds; pods and slices are not read at the same moment.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>The finding; none where the slices are right, or were not read.</summary>
    /// <param name="file">The case.</param>
    /// <param name="backends">The Service and its pods.</param>
    /// <param name="slices">The slices of the namespace.</param>
    /// <param name="isWhole">True where all pods of the namespace are known.</param>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ServiceBackends backends, Lookup<IReadOnlyList<V1EndpointSlice>> slices, bool isWhole)
    {
        if (slices is not { IsFound: true, Message: null, Value.Count: > 0 })
            yield break;
        var own = Slices.Of(backends.Service, slices.Value).ToList();
        if (own.Count == 0 && !file.IsAskedAlone("Service", backends.Reference.Name))
            yield break;
        var listed = own.SelectMany(s => (s.Endpoints ?? []).Where(e => e.Conditions?.Ready != false).Select(e => (Slice: s, Endpoint: e))).ToList();
        var lacking = backends.Ready.Where(p => IsSettled(file, p) && !listed.Any(l => IsOf(l.Endpoint, p))).ToList();
        var gone = isWhole ? listed.Where(l => l.Endpoint.TargetRef?.Kind == "Pod" && !backends.Pods.Any(p => p.Metadata.Name == l.Endpoint.TargetRef.Name)).ToList() : [];
        if (lacking.Count == 0 && gone.Count == 0)
            yield break;

        var slice = gone.Count > 0 ? gone[0].Slice : own.FirstOrDefault();
        var (ns, name) = (backends.Reference.Namespace, backends.Reference.Name);
        var resource = Refer.To("discovery.k8s.io/v1", "EndpointSlice", ns, slice?.Metadata.Name ?? name);
        var dead = gone.Count == 0 ? null : $"lists {Wording.List(gone.Select(g => $"{g.Endpoint.Addresses?.FirstOrDefault()} of pod {g.Endpoint.TargetRef.Name}"), 3)}, which {(gone.Count == 1 ? "does" : "do")} not exist";
        var lacks = lacking.Count == 0 ? null : $"lacks the ready {(lacking.Count == 1 ? "pod" : "pods")} {Wording.List(lacking.Select(p => p.Metadata.Name), 3)}";
        var says = string.Join(" and ", new[] { dead, lacks }.OfType<string>());
        yield return ConnectivityDraft.Of(
            CauseCategories.EndpointSliceStale,
            resource,
            slice is null
                ? $"Service {ns}/{name} has {Wording.Count(lacking.Count, "ready pod")} and no EndpointSlice: the EndpointSlice controller does not follow"
                : $"EndpointSlice {slice.Metadata.Name} of Service {ns}/{name} {says}: the EndpointSlice controller does not follow",
            ConnectivityDraft.Status(resource, "endpoints", Wording.List(listed.Select(l => $"{l.Endpoint.Addresses?.FirstOrDefault()} ({l.Endpoint.TargetRef?.Name})"), 10)),
            ConnectivityDraft.Status(backends.Reference, "pods that it selects", Wording.List(backends.Matching.Select(p => $"{p.Metadata.Name} {p.Status?.PodIP}"), 10))) with
        {
            Remediation = slice is not null && Kubectl.Of("delete endpointslice", ns, slice.Metadata.Name) is { } command
                ? [new Remediation { Title = "Let the controller write the slice anew; if it does not come back, kube-controller-manager is not at work", Command = command, Risk = RemediationRisk.Medium }]
                : [ConnectivityDraft.Ask("Does kube-controller-manager run?")],
        };
    }

    private static bool IsSettled(CaseFile file, V1Pod pod) =>
        PodHealth.Of(pod, file.Now) == PodState.Healthy && pod.Status?.Conditions?.FirstOrDefault(c => c.Type == "Ready")?.LastTransitionTime is { } since && file.Now.UtcDateTime - since > Grace;

    private static bool IsOf(V1Endpoint endpoint, V1Pod pod) => endpoint.TargetRef is { Kind: "Pod" } target
        ? target.Name == pod.Metadata.Name
        : endpoint.Addresses?.Any(a => a == pod.Status?.PodIP || pod.Status?.PodIPs?.Any(i => i.Ip == a) == true) == true;
}
