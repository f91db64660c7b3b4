using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Nodes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>Every node that the pod's selectors allow has a taint that it does not tolerate: one that people set, a cordon, or the node's own trouble.</summary>
internal static class TaintFinding
{
    private const int MostNodes = 5;

    /// <summary>The finding.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="selected">The nodes that its selectors allow; each has such a taint.</param>
    public static FindingDraft Of(UnschedulablePod pod, IReadOnlyList<NodeFit> selected)
    {
        var category = selected.GroupBy(Category).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).First().Key;
        List<NodeFit> nodes = [.. selected.Where(fit => Category(fit) == category)];
        var names = Wording.List(nodes.Select(fit => fit.Name), 3);
        var taints = nodes.SelectMany(fit => fit.Taints).Select(Taints.Describe).Distinct(StringComparer.Ordinal).ToList();
        var all = selected.Count == pod.Fits!.Count ? "Every node" : "Every node that its selectors allow";
        var rest = selected.Count - nodes.Count is var others and > 0 ? $"; {Wording.Count(others, "other")} {(others == 1 ? "is" : "are")} tainted otherwise" : "";
        var title = category switch
        {
            CauseCategories.NodeCordoned => $"{all} is cordoned, so {pod.Owner} fits nowhere: {names}{rest}",
            CauseCategories.NodeNotReady => $"{all} is not ready, so {pod.Owner} fits nowhere: {Wording.List(nodes.Select(Trouble), 3)}{rest}",
            CauseCategories.TaintNotTolerated => $"{all} has a taint that {pod.Owner} does not tolerate: {Wording.List(taints)} ({names}){Nearly(pod, nodes)}{rest}",
            _ => $"{all} is under pressure, so {pod.Owner} fits nowhere: {Wording.List(taints)} ({names}){rest}",
        };
        List<EvidenceDraft> evidence =
        [
            .. nodes.Take(MostNodes).Select(fit => new EvidenceDraft(EvidenceKind.Spec, $"node/{fit.Name} spec.taints", string.Join(", ", fit.Taints.Select(Taints.Describe)))),
            Cite.Spec(pod.Pod, "tolerations", Tolerations(pod)),
        ];
        var finding = pod.Finding(category, title, string.Join(' ', taints), evidence, Remediations(pod, category, nodes));

        // A taint is a rule, which the workload does not keep; a node's own state is the node's fault.
        return category != CauseCategories.TaintNotTolerated && selected.Count == 1 ? finding with { Resource = NodeFindings.Reference(nodes[0].Name) } : finding;
    }

    private static string Category(NodeFit fit)
    {
        // A taint that people set outranks those that the node's state brings: it stays when the state passes.
        if (fit.Taints.Any(taint => !taint.Key.StartsWith("node.kubernetes.io/", StringComparison.Ordinal)))
            return CauseCategories.TaintNotTolerated;
        if (fit.Taints.Any(taint => Taints.NotReady.Contains(taint.Key)))
            return CauseCategories.NodeNotReady;
        return fit.Taints[0].Key switch
        {
            Taints.Cordoned => CauseCategories.NodeCordoned,
            "node.kubernetes.io/memory-pressure" => CauseCategories.MemoryPressure,
            "node.kubernetes.io/disk-pressure" => CauseCategories.DiskPressure,
            "node.kubernetes.io/pid-pressure" => CauseCategories.PidPressure,
            _ => CauseCategories.TaintNotTolerated,
        };
    }

    // A toleration of the same key, or one whose value or key nearly is the taint's.
    private static string Nearly(UnschedulablePod pod, List<NodeFit> nodes)
    {
        foreach (var taint in nodes.SelectMany(fit => fit.Taints))
        {
            var near = (pod.Pod.Pod.Spec?.Tolerations ?? []).FirstOrDefault(t => t is { Key.Length: > 0 } && (t.Key == taint.Key || NearMiss.Best(taint.Key, [t.Key]) is not null));
            if (near is not null)
                return $"; it tolerates {near.Key}{(string.IsNullOrEmpty(near.Value) ? "" : $"={near.Value}")}{(string.IsNullOrEmpty(near.Effect) ? "" : $":{near.Effect}")}";
        }

        return "";
    }

    private static string Trouble(NodeFit fit)
    {
        var ready = (fit.Node.Status?.Conditions ?? []).FirstOrDefault(condition => condition?.Type == "Ready");
        return Wording.Clip(ready?.Message, 100) is { Length: > 0 } message ? $"{fit.Name} ({message})" : fit.Name;
    }

    private static string Tolerations(UnschedulablePod pod) =>
        (pod.Pod.Pod.Spec?.Tolerations ?? []).Where(toleration => toleration is not null)
            .Select(toleration => $"{toleration.Key} {toleration.OperatorProperty} {toleration.Value}".Trim() + $":{toleration.Effect}")
            .ToList() is { Count: > 0 } list ? string.Join(", ", list) : "absent";

    private static IEnumerable<Remediation> Remediations(UnschedulablePod pod, string category, List<NodeFit> nodes)
    {
        var node = nodes[0].Name;
        yield return category switch
        {
            CauseCategories.NodeCordoned => new Remediation { Title = $"Let pods on node {node} again, if its maintenance is over", Command = Kubectl.IsName(node) ? $"kubectl uncordon {node}" : null, Risk = RemediationRisk.Low },
            CauseCategories.TaintNotTolerated => new Remediation { Title = $"Is {pod.Owner} meant to run on {node}? Then add a toleration of {Taints.Describe(nodes[0].Taints[0])} to its pod template", Risk = RemediationRisk.Medium },
            _ => new Remediation { Title = $"Look at the conditions of node {node}", Command = Kubectl.IsName(node) ? $"kubectl describe node {node}" : null, Risk = RemediationRisk.Low },
        };
    }
}
