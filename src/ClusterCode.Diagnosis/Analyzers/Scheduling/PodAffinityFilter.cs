using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>The required pod affinity: the node's topology domain must have a pod that it names.</summary>
internal sealed class PodAffinityFilter : IPlacementFilter
{
    /// <inheritdoc />
    public bool Concerns(UnschedulablePod pod) => Terms(pod).Count > 0;

    /// <inheritdoc />
    public bool Allows(UnschedulablePod pod, Neighbours near, NodeFit fit) =>
        Terms(pod).Where(term => Neighbours.IsLocal(term, pod.File.Namespace)).All(term => Holds(pod, near, fit, term));

    /// <inheritdoc />
    public FindingDraft Finding(UnschedulablePod pod, Neighbours near, IReadOnlyList<NodeFit> left)
    {
        var term = Terms(pod).First(item => Neighbours.IsLocal(item, pod.File.Namespace) && !left.Any(fit => Holds(pod, near, fit, item)));
        var selector = LabelText.Of(term.LabelSelector);
        var there = near.Matching(term).ToList();
        var why = there.Count > 0 ? Elsewhere(pod, near, there, term) : $"no pod of namespace {pod.File.Namespace} on a node carries that{Near(near, term)}";
        return pod.Finding(
            CauseCategories.PodAffinityUnsatisfied,
            $"The required pod affinity of {pod.Owner} asks for a {term.TopologyKey} with a pod labelled {selector}: {why}",
            $"affinity {selector} {term.TopologyKey}",
            [Cite.Spec(pod.Pod, "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution", $"{selector} topologyKey={term.TopologyKey}")],
            [new Remediation { Title = $"Which pods should {pod.Owner} be near to? Correct the labels of its podAffinity, or make it preferred", Risk = RemediationRisk.Medium }]);
    }

    private static IReadOnlyList<V1PodAffinityTerm> Terms(UnschedulablePod pod) =>
        [.. (pod.Pod.Pod.Spec?.Affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? []).Where(term => term is not null)];

    // The first pod of a group that is to be together with itself may go anywhere.
    private static bool Holds(UnschedulablePod pod, Neighbours near, NodeFit fit, V1PodAffinityTerm term) =>
        NodeSelection.Label(fit.Node, term.TopologyKey) is { } domain
        && (near.Matching(term).Any(other => near.Domain(other, term.TopologyKey) == domain)
            || (LabelText.Selects(term.LabelSelector, pod.Pod.Pod.Metadata?.Labels) && !near.Matching(term).Any()));

    // The contradiction: where such pods run, this one may not.
    private static string Elsewhere(UnschedulablePod pod, Neighbours near, List<V1Pod> there, V1PodAffinityTerm term)
    {
        var first = there[0];
        var domain = near.Domain(first, term.TopologyKey);
        if (domain is null)
            return $"pod {first.Metadata.Name} carries that, and its node {first.Spec.NodeName} has no label {term.TopologyKey}";
        var fits = pod.Fits!.Where(fit => NodeSelection.Label(fit.Node, term.TopologyKey) == domain).ToList();
        return $"pod {first.Metadata.Name} carries that, in {term.TopologyKey} {domain}, where {Wording.List(fits.Select(fit => $"node {fit.Name} {fit.Hindrance ?? "does not take it"}"), 3)}";
    }

    private static string Near(Neighbours near, V1PodAffinityTerm term)
    {
        var carried = near.Placed.SelectMany(pod => pod.Metadata?.Labels ?? new Dictionary<string, string>()).Select(label => $"{label.Key}={label.Value}").Distinct(StringComparer.Ordinal).ToList();
        var wanted = (term.LabelSelector?.MatchLabels ?? new Dictionary<string, string>()).Select(label => $"{label.Key}={label.Value}").Where(label => !carried.Contains(label));
        var best = wanted.Select(label => NearMiss.Best(label, carried)).FirstOrDefault(found => found is not null);
        return best is null ? "" : $"; pods carry {best}";
    }
}
