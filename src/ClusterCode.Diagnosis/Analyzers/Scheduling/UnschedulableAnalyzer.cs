using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>
/// Judges pods that the scheduler finds no node for. The nodes are filtered again, stage by stage, and the stage after which none is left
/// is the cause; where the nodes cannot be read, or show nothing, the scheduler's message decides.
/// </summary>
internal sealed class UnschedulableAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null))
        {
            var condition = (pod.Pod.Status?.Conditions ?? []).FirstOrDefault(item => item is { Type: "PodScheduled", Status: "False" });
            if (condition?.Reason == "SchedulingGated")
                yield return Gated(workload, pod, condition);
            if (condition is not { Reason: "Unschedulable" })
                continue;
            foreach (var finding in Judge(new UnschedulablePod(file, workload, pod, condition)))
                yield return finding;
        }
    }

    private static List<FindingDraft> Judge(UnschedulablePod pod)
    {
        List<FindingDraft> findings = pod.Fits is { Count: > 0 } fits && !pod.IsHeldUpByVolumes ? [.. ByNodes(pod, fits)] : [];
        return findings.Count > 0 ? findings : MessageFinding.Of(pod) is { } told ? [told] : [];
    }

    private static IEnumerable<FindingDraft> ByNodes(UnschedulablePod pod, IReadOnlyList<NodeFit> fits)
    {
        List<NodeFit> selected = [.. fits.Where(fit => fit.IsSelected)];
        if (selected.Count == 0)
        {
            yield return SelectionFinding.Of(pod, fits);
            yield break;
        }

        IReadOnlyList<NodeFit> open = [.. selected.Where(fit => fit.Taints.Count == 0)];
        if (open.Count > 0)
        {
            if (OfOpen(pod, open) is { } held)
                yield return held;
            yield break;
        }

        // Taints come and go. A request that no node could ever meet stays, so it is a cause of its own, and the graver one.
        var isHopeless = selected.TrueForAll(fit => fit.Shortages.Any(shortage => shortage.IsImpossible));
        if (isHopeless && ShortageFinding.Of(pod, selected) is { } hopeless)
            yield return hopeless;
        var tainted = TaintFinding.Of(pod, selected);
        yield return isHopeless ? tainted with { Severity = Severity.Warning } : tainted;
    }

    private static FindingDraft? OfOpen(UnschedulablePod pod, IReadOnlyList<NodeFit> open)
    {
        // What no node could ever give outweighs what its neighbours forbid.
        var isHopeless = open.All(fit => fit.Shortages.Any(shortage => shortage.IsImpossible));
        if (!isHopeless && PlacementFinding.Of(pod, ref open) is { } placed)
            return placed;
        return ShortageFinding.Of(pod, open) is { } shortage ? Preemption.Of(pod, shortage) ?? shortage : null;
    }

    private static FindingDraft Gated(WorkloadFacts workload, PodFacts pod, V1PodCondition condition)
    {
        var gates = (pod.Pod.Spec?.SchedulingGates ?? []).Select(gate => gate?.Name).OfType<string>().ToList();
        return new FindingDraft
        {
            Category = CauseCategories.SchedulingGated,
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            Title = $"{workload.Reference.Kind} {workload.Reference.Name} is held back by scheduling gate {Wording.List(gates)}, which nothing has removed",
            Resource = workload.Reference,
            Pod = pod.Name,
            NormalizedMessage = string.Join(' ', gates),
            Evidence = [Cite.Condition(pod, condition), Cite.Spec(pod, "schedulingGates", string.Join(", ", gates))],
        };
    }
}
