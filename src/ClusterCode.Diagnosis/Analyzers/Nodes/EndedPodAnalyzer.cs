using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Nodes;

/// <summary>Judges pods that were ended, or never let in, as a whole: evicted, preempted, shut down with their node, refused by the kubelet. What their containers' exit codes say is only how that looks.</summary>
internal sealed class EndedPodAnalyzer : IAnalyzer
{
    /// <summary>Where a controller has put others in their place, an ended pod is worth a word this long.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods)
        {
            if (PodEnding.Of(pod) is { } ending)
                yield return Finding(file, workload, pod, ending);
        }
    }

    private static FindingDraft Finding(CaseFile file, WorkloadFacts workload, PodFacts pod, PodEnding ending)
    {
        var status = pod.Pod.Status;
        var on = pod.Pod.Spec?.NodeName is { Length: > 0 } node ? $" on node {node}" : "";
        return new FindingDraft
        {
            Category = ending.Category,
            Severity = SeverityOf(file, workload, pod, ending),
            Confidence = Confidence.High,
            Title = $"Pod {pod.Name}{on} {ending.What}{(ending.Why.Length > 0 ? $": {ending.Why}" : "")}",
            Resource = workload.Reference,
            Pod = pod.Name,
            NormalizedMessage = LogDigest.Normalize(ending.Why),
            Explanation = Wording.Clip(status?.Message, 2 * Wording.LongestQuote) is { Length: > 0 } said ? $"The status says: {said}" : null,
            Evidence = [ending.Evidence ?? new EvidenceDraft(EvidenceKind.Status, $"pod/{pod.Name} status", $"phase={status?.Phase} reason={status?.Reason} message={Wording.Clip(status?.Message)}")],
            Remediation = ending.Question is null ? [] : [new Remediation { Title = ending.Question, Risk = RemediationRisk.Medium }],
        };
    }

    private static Severity SeverityOf(CaseFile file, WorkloadFacts workload, PodFacts pod, PodEnding ending)
    {
        if (workload.ReadyPodCount == 0 || workload.ReadyPodCount < workload.DesiredReplicas)
            return Severity.Critical;
        // Nodes are shut down on purpose, and what is in the pod's place runs.
        var isPlanned = ending.Category == CauseCategories.SignalTerminated;
        return isPlanned || file.Now.UtcDateTime - EndedAt(pod) > Remembered ? Severity.Info : Severity.Warning;
    }

    private static DateTime? EndedAt(PodFacts pod) =>
        pod.Containers.Select(c => c.Status?.State?.Terminated?.FinishedAt)
            .Concat((pod.Pod.Status?.Conditions ?? []).Select(c => c?.LastTransitionTime))
            .Append(pod.Pod.Metadata?.CreationTimestamp)
            .Max();
}
