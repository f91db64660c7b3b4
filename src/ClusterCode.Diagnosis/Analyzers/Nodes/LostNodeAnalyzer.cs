using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Nodes;

/// <summary>
/// Judges pods that nobody looks after any more, because their node is gone or does not report: their containers' states are old then, and say nothing. Those that were
/// deleted are for <see cref="Termination.StuckPodAnalyzer"/>.
/// </summary>
internal sealed class LostNodeAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => IsLeft(file, pod)))
        {
            if (file.Facts.Get<V1Node>(null, pod.Pod.Spec.NodeName) is { } node && Judge(file, workload, pod, node) is { } finding)
                yield return finding;
        }
    }

    // Where a kubelet is at work, it says so: by a container's state, or by an event.
    private static bool IsLeft(CaseFile file, PodFacts pod) => pod.Pod.Metadata?.DeletionTimestamp is null && !string.IsNullOrEmpty(pod.Pod.Spec?.NodeName) && (
        PodHealth.IsLeftByNode(pod.Pod)
        || pod.Pod.Status?.Phase == "Unknown"
        || (pod.Pod.Status?.Phase == "Pending" && PodHealth.Of(pod.Pod, file.Now) == PodState.Failing && pod.Containers.All(container => container.Status is null)));

    private static FindingDraft? Judge(CaseFile file, WorkloadFacts workload, PodFacts pod, Lookup<V1Node> found)
    {
        var name = pod.Pod.Spec.NodeName;
        if (NodeTrouble.Of(found, name, file.Now) is not { } trouble)
            return null;
        var what = pod.Pod.Status?.Phase == "Pending"
            ? $"pod {pod.Name} was placed there and is never started"
            : $"pod {pod.Name} of {workload.Reference.Kind} {workload.Reference.Name} counts as not ready, whatever it does";
        return new FindingDraft
        {
            Category = CauseCategories.NodeNotReady,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = $"Node {name} {trouble}; {what}",
            Resource = NodeFindings.Reference(name),
            Pod = pod.Name,
            NormalizedMessage = LogDigest.Normalize(found.IsMissing ? "node gone" : "node not ready"),
            Evidence = [Evidence(found, name), new EvidenceDraft(EvidenceKind.Status, $"pod/{pod.Name}", $"phase={pod.Pod.Status?.Phase} nodeName={name}")],
            Remediation =
            [
                new Remediation { Title = $"Does the machine of node {name} run, with kubelet, container runtime and network?", Command = Kubectl.IsName(name) ? $"kubectl describe node {name}" : null, Risk = RemediationRisk.Low },
            ],
        };
    }

    private static EvidenceDraft Evidence(Lookup<V1Node> found, string name) =>
        found.Value is { } node && NodeTrouble.Ready(node) is { } ready ? NodeFindings.Evidence(name, ready) : new EvidenceDraft(EvidenceKind.Status, $"node/{name}", "not found");
}
