using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Rollouts;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>The required anti-affinity of the pod, and that of the pods which are there already.</summary>
internal sealed class AntiAffinityFilter : IPlacementFilter
{
    /// <inheritdoc />
    public bool Concerns(UnschedulablePod pod) =>
        Terms(pod.Pod.Pod).Count > 0 || pod.Message.Contains("anti-affinity", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public bool Allows(UnschedulablePod pod, Neighbours near, NodeFit fit) => Blocker(pod, near, fit) is null;

    /// <inheritdoc />
    public FindingDraft Finding(UnschedulablePod pod, Neighbours near, IReadOnlyList<NodeFit> left)
    {
        var blocked = left.Select(fit => (fit.Name, Blocker: Blocker(pod, near, fit)!.Value)).ToList();
        var first = blocked[0].Blocker;
        var selector = LabelText.Of(first.Term.LabelSelector);
        var holders = Wording.List(blocked.Select(item => $"{item.Blocker.Pod.Metadata.Name} on {item.Name}"), 3);
        var places = left.Select(fit => NodeSelection.Label(fit.Node, first.Term.TopologyKey)).Distinct(StringComparer.Ordinal).Count();
        var wanted = pod.Workload.DesiredReplicas;
        var isOwn = !first.IsTheirs && LabelText.Selects(first.Term.LabelSelector, pod.Pod.Pod.Metadata?.Labels);
        var isUpdate = isOwn && wanted <= places && UpdateRoom.IsKeptFull(pod.Workload);
        var title = (isOwn, first.IsTheirs) switch
        {
            (true, _) when isUpdate => $"The update of {pod.Owner} cannot go on: it adds a new pod before it takes an old one away (maxUnavailable 0), no two may be on one {first.Term.TopologyKey} (required pod anti-affinity on {selector}), and each {Place(first.Term)} that can take one has one: {holders}",
            (true, _) => $"{pod.Owner} wants {(wanted is { } count ? Wording.Count(count, "replica") : "its replicas")} with no two on one {first.Term.TopologyKey} (required pod anti-affinity on {selector}), and only {Wording.Count(places, Place(first.Term))} can take one: each has it ({holders})",
            (_, true) => $"The required pod anti-affinity of pods that are there keeps {pod.Owner} off every node that it may run on: {holders}",
            _ => $"Every node that {pod.Owner} may run on has a pod that its required pod anti-affinity ({selector}, by {first.Term.TopologyKey}) avoids: {holders}",
        };
        return pod.Finding(
            CauseCategories.AntiAffinityUnsatisfied,
            title,
            $"anti-affinity {selector} {first.Term.TopologyKey}",
            [Cite.Spec(pod.Pod, "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution", $"{selector} topologyKey={first.Term.TopologyKey}")],
            isUpdate ? [new Remediation { Title = "Let the update take an old pod away first", Patch = UpdateRoom.Patch, Risk = RemediationRisk.Medium }]
            : [new Remediation { Title = isOwn ? $"Are {places} replicas enough? Else add a node, or let the rule be preferred instead of required" : "Must these pods be apart? Else let the rule be preferred instead of required", Risk = RemediationRisk.Medium }]);
    }

    private static string Place(V1PodAffinityTerm term) => term.TopologyKey switch { "kubernetes.io/hostname" => "node", "topology.kubernetes.io/zone" or "failure-domain.beta.kubernetes.io/zone" => "zone", _ => "place" };

    private static IReadOnlyList<V1PodAffinityTerm> Terms(V1Pod pod) =>
        [.. (pod.Spec?.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? []).Where(term => term is not null)];

    private static (V1Pod Pod, V1PodAffinityTerm Term, bool IsTheirs)? Blocker(UnschedulablePod pod, Neighbours near, NodeFit fit)
    {
        var ns = pod.File.Namespace;
        foreach (var term in Terms(pod.Pod.Pod).Where(term => Neighbours.IsLocal(term, ns)))
        {
            if (NodeSelection.Label(fit.Node, term.TopologyKey) is { } domain && near.Matching(term).FirstOrDefault(other => near.Domain(other, term.TopologyKey) == domain) is { } own)
                return (own, term, false);
        }

        foreach (var other in near.Placed)
        {
            foreach (var term in Terms(other).Where(term => Neighbours.IsLocal(term, ns) && LabelText.Selects(term.LabelSelector, pod.Pod.Pod.Metadata?.Labels)))
            {
                if (NodeSelection.Label(fit.Node, term.TopologyKey) is { } domain && near.Domain(other, term.TopologyKey) == domain)
                    return (other, term, true);
            }
        }

        return null;
    }
}
