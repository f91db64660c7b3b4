using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>The required topology spread: one more pod in a domain must not lift it by more than maxSkew above the emptiest one.</summary>
internal sealed class TopologySpreadFilter : IPlacementFilter
{
    /// <inheritdoc />
    public bool Concerns(UnschedulablePod pod) => Constraints(pod).Any();

    /// <inheritdoc />
    public bool Allows(UnschedulablePod pod, Neighbours near, NodeFit fit) => Constraints(pod).All(constraint => Holds(pod, near, fit, constraint));

    /// <inheritdoc />
    public FindingDraft Finding(UnschedulablePod pod, Neighbours near, IReadOnlyList<NodeFit> left)
    {
        var constraint = Constraints(pod).FirstOrDefault(item => !left.Any(fit => Holds(pod, near, fit, item))) ?? Constraints(pod).First();
        var counts = Counts(pod, near, constraint);
        var spread = Wording.List(counts.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} has {pair.Value}")));
        return pod.Finding(
            CauseCategories.TopologySpreadUnsatisfied,
            $"Topology spread of {pod.Owner} (maxSkew {constraint.MaxSkew} over {constraint.TopologyKey}, DoNotSchedule) leaves no node: {(counts.Count == 0 ? Unlabelled(pod, constraint.TopologyKey) : spread)}{Emptiest(pod, constraint, counts)}",
            $"spread {constraint.TopologyKey}",
            [Cite.Spec(pod.Pod, "topologySpreadConstraints", $"topologyKey={constraint.TopologyKey} maxSkew={constraint.MaxSkew} minDomains={constraint.MinDomains} selector={LabelText.Of(constraint.LabelSelector)}")],
            [new Remediation { Title = "Must the spread be kept? Else raise maxSkew, set whenUnsatisfiable ScheduleAnyway, or make room in the emptiest domain", Risk = RemediationRisk.Medium }]);
    }

    private static string Unlabelled(UnschedulablePod pod, string key) =>
        $"no node has a label {key}{(NearMiss.Best(key, pod.Fits!.SelectMany(fit => fit.Node.Metadata?.Labels?.Keys ?? Enumerable.Empty<string>())) is { } near ? $"; nodes have {near}" : "")}";

    private static IEnumerable<V1TopologySpreadConstraint> Constraints(UnschedulablePod pod) =>
        (pod.Pod.Pod.Spec?.TopologySpreadConstraints ?? []).Where(constraint => constraint is { WhenUnsatisfiable: null or "" or "DoNotSchedule", TopologyKey: not null });

    private static bool Holds(UnschedulablePod pod, Neighbours near, NodeFit fit, V1TopologySpreadConstraint constraint)
    {
        if (NodeSelection.Label(fit.Node, constraint.TopologyKey) is not { } domain)
            return false;
        var counts = Counts(pod, near, constraint);
        var least = counts.Count < (constraint.MinDomains ?? 1) ? 0 : counts.Values.DefaultIfEmpty(0).Min();
        var self = LabelText.Selects(constraint.LabelSelector, pod.Pod.Pod.Metadata?.Labels) ? 1 : 0;
        return counts.GetValueOrDefault(domain) + self - least <= constraint.MaxSkew;
    }

    // Domains are those of nodes that the selectors allow; tainted nodes count too, unless nodeTaintsPolicy says Honor.
    private static Dictionary<string, int> Counts(UnschedulablePod pod, Neighbours near, V1TopologySpreadConstraint constraint)
    {
        var counts = pod.Fits!
            .Where(fit => (fit.IsSelected || constraint.NodeAffinityPolicy == "Ignore") && (constraint.NodeTaintsPolicy != "Honor" || fit.Taints.Count == 0))
            .Select(fit => NodeSelection.Label(fit.Node, constraint.TopologyKey))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(domain => domain, _ => 0, StringComparer.Ordinal);
        foreach (var other in near.Placed.Where(other => other.Metadata?.DeletionTimestamp is null && LabelText.Selects(constraint.LabelSelector, other.Metadata?.Labels) && SameRevision(pod, other, constraint)))
        {
            if (near.Domain(other, constraint.TopologyKey) is { } domain && counts.TryGetValue(domain, out var count))
                counts[domain] = count + 1;
        }

        return counts;
    }

    private static bool SameRevision(UnschedulablePod pod, V1Pod other, V1TopologySpreadConstraint constraint) =>
        (constraint.MatchLabelKeys ?? []).All(key => pod.Pod.Pod.Metadata?.Labels is not { } own || !own.TryGetValue(key, out var value) || (other.Metadata?.Labels?.TryGetValue(key, out var theirs) == true && theirs == value));

    // Where the next pod must go, and why it cannot.
    private static string Emptiest(UnschedulablePod pod, V1TopologySpreadConstraint constraint, Dictionary<string, int> counts)
    {
        if (counts.Count == 0)
            return "";
        var emptiest = counts.MinBy(pair => pair.Value).Key;
        var hindered = pod.Fits!.Where(fit => NodeSelection.Label(fit.Node, constraint.TopologyKey) == emptiest && fit.Hindrance is not null).Select(fit => $"node {fit.Name} {fit.Hindrance}").ToList();
        return hindered.Count == 0 ? "" : $"; the next must go to {emptiest}, where {Wording.List(hindered, 3)}";
    }
}
