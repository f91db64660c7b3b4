using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>No node carries the labels that nodeSelector or the required node affinity asks for.</summary>
internal static class SelectionFinding
{
    private const int MostValues = 5;

    /// <summary>The finding.</summary>
    public static FindingDraft Of(UnschedulablePod pod, IReadOnlyList<NodeFit> fits)
    {
        // A nodeSelector that some node satisfies leaves the affinity as the reason.
        var bySelector = fits.All(fit => fit.UnmatchedLabels.Count > 0);
        return bySelector ? BySelector(pod, fits) : ByAffinity(pod, [.. fits.Where(fit => fit.UnmatchedLabels.Count == 0)]);
    }

    private static FindingDraft BySelector(UnschedulablePod pod, IReadOnlyList<NodeFit> fits)
    {
        var selector = pod.Pod.Pod.Spec?.NodeSelector ?? new Dictionary<string, string>();
        var nowhere = selector.Where(pair => fits.All(fit => fit.UnmatchedLabels.Any(label => label.Key == pair.Key))).ToList();
        var labels = (nowhere.Count > 0 ? nowhere : [.. selector]).Select(pair => $"{pair.Key}={pair.Value}").ToList();
        var title = nowhere.Count > 0
            ? $"No node carries label {Wording.List(labels)}, which nodeSelector of {pod.Owner} asks for; {Instead(nowhere[0].Key, fits)}"
            : $"No node carries the labels {Wording.List(labels)} together, which nodeSelector of {pod.Owner} asks for";
        return pod.Finding(
            CauseCategories.NodeSelectorMismatch,
            title,
            string.Join(' ', labels),
            [Cite.Spec(pod.Pod, "nodeSelector", string.Join(", ", selector.Select(pair => $"{pair.Key}={pair.Value}"))), .. NodeEvidence(fits, nowhere.Count > 0 ? nowhere[0].Key : null)],
            [Question(pod, $"Which nodes should run it? Give one the label {labels[0]}, or correct nodeSelector")]);
    }

    private static FindingDraft ByAffinity(UnschedulablePod pod, IReadOnlyList<NodeFit> fits)
    {
        // Terms are alternatives: the one that the nearest node misses by least is the one to mend.
        var requirements = (NodeSelection.Terms(pod.Pod.Pod.Spec) ?? [])
            .Where(term => term is not null)
            .SelectMany(term => fits.Select(fit => NodeSelection.Unsatisfied(term, fit.Node)))
            .Where(unsatisfied => unsatisfied.Count > 0)
            .MinBy(unsatisfied => unsatisfied.Count) ?? [];
        var wanted = requirements.Select(NodeSelection.Describe).ToList();
        var instead = requirements is [{ Key: { } key }, ..] ? $"; {Instead(key, fits)}" : "";
        return pod.Finding(
            CauseCategories.NodeAffinityMismatch,
            $"No node satisfies the required node affinity of {pod.Owner}: {(wanted.Count > 0 ? Wording.List(wanted) : "its terms are empty")}{instead}",
            string.Join(' ', wanted),
            [Cite.Spec(pod.Pod, "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution", string.Join("; ", wanted)), .. NodeEvidence(fits, requirements is [var first, ..] ? first.Key : null)],
            [Question(pod, "Which nodes should run it? Label one of them so, or correct the affinity")]);
    }

    /// <summary>What the nodes have instead: other values of the label, or a label whose name is near.</summary>
    private static string Instead(string key, IReadOnlyList<NodeFit> fits)
    {
        var values = fits.Select(fit => NodeSelection.Label(fit.Node, key)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (values.Count > 0)
            return $"nodes have {Wording.List(values.Select(value => $"{key}={value}"), MostValues)}";
        var near = NearMiss.Best(key, fits.SelectMany(fit => fit.Node.Metadata?.Labels?.Keys ?? Enumerable.Empty<string>()));
        return near is null ? $"no node has a label {key}" : $"nodes have label {near}={NodeSelection.Label(fits.First(fit => NodeSelection.Label(fit.Node, near) is not null).Node, near)}";
    }

    private static IEnumerable<EvidenceDraft> NodeEvidence(IReadOnlyList<NodeFit> fits, string? key) => fits.Take(MostValues).Select(fit => new EvidenceDraft(
        EvidenceKind.Spec,
        $"node/{fit.Name} metadata.labels",
        key is null ? string.Join(", ", (fit.Node.Metadata?.Labels ?? new Dictionary<string, string>()).Take(10).Select(pair => $"{pair.Key}={pair.Value}")) : $"{key}={NodeSelection.Label(fit.Node, key) ?? "(absent)"}"));

    private static Remediation Question(UnschedulablePod pod, string title) => new()
    {
        Title = title,
        Command = Kubectl.Workload(pod.Workload.Reference) is null ? null : "kubectl get nodes --show-labels",
        Risk = RemediationRisk.Low,
    };
}
