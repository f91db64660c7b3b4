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
/// Judges pods that nobody looks after any more, because their node is gone or does not report: their containers' states are old then, and say nothing.
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
    private static bool IsLeft(CaseFile file, PodFacts pod) => !string.IsNullOrEmpty(pod.Pod.Spec?.NodeName) && (
        PodHealth.IsOverdue(pod.Pod, file.Now)
        || PodHealth.IsLeftByNode(pod.Pod)
        || pod.Pod.Status?.Phase == "Unknown"
        || (pod.Pod.Status?.Phase == "Pending" && PodHealth.Of(pod.Pod, file.Now) == PodState.Failing && pod.Containers.All(container => container.Status is null)));

    private static FindingDraft? Judge(CaseFile file, WorkloadFacts workload, PodFacts pod, Lookup<V1Node> found)
    {
        var name = pod.Pod.Spec.NodeName;
        if (NodeTrouble.Of(found, name, file.Now) is not { } trouble)
            return null;
        var deleting = pod.Pod.Metadata?.DeletionTimestamp;
        var isGone = found.IsMissing;
        var what = (deleting, isGone) switch
        {
            ({ } at, _) => $"pod {pod.Name} should have been gone {Wording.Duration(file.Now.UtcDateTime - at)} ago, and nobody confirms that its containers have ended",
            (null, _) when pod.Pod.Status?.Phase == "Pending" => $"pod {pod.Name} was placed there and is never started",
            _ => $"pod {pod.Name} of {workload.Reference.Kind} {workload.Reference.Name} counts as not ready, whatever it does",
        };
        return new FindingDraft
        {
            Category = isGone && deleting is not null ? CauseCategories.StuckTerminating : CauseCategories.NodeNotReady,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = $"Node {name} {trouble}; {what}",
            Resource = isGone && deleting is not null ? new ResourceReference { ApiVersion = "v1", Kind = "Pod", Namespace = file.Namespace, Name = pod.Name } : NodeFindings.Reference(name),
            Pod = pod.Name,
            NormalizedMessage = LogDigest.Normalize(isGone ? "node gone" : "node not ready"),
            Evidence = [Evidence(found, name), new EvidenceDraft(EvidenceKind.Status, $"pod/{pod.Name}", $"phase={pod.Pod.Status?.Phase} nodeName={name} deletionTimestamp={deleting:yyyy-MM-ddTHH:mm:ssZ}")],
            Remediation = [Remediation(file, pod, name, isGone, deleting is not null)],
        };
    }

    private static EvidenceDraft Evidence(Lookup<V1Node> found, string name) =>
        found.Value is { } node && NodeTrouble.Ready(node) is { } ready ? NodeFindings.Evidence(name, ready) : new EvidenceDraft(EvidenceKind.Status, $"node/{name}", "not found");

    private static Remediation Remediation(CaseFile file, PodFacts pod, string node, bool isGone, bool isDeleting) => isGone && isDeleting
        ? new Remediation
        {
            Title = $"If the machine of node {node} is off for good, remove the pod from the API",
            Command = Kubectl.IsName(pod.Name) ? Kubectl.Of("delete pod --grace-period=0 --force", file.Namespace, pod.Name) : null,
            Risk = RemediationRisk.High,
        }
        : new Remediation { Title = $"Does the machine of node {node} run, with kubelet, container runtime and network?", Command = Kubectl.IsName(node) ? $"kubectl describe node {node}" : null, Risk = RemediationRisk.Low };
}
