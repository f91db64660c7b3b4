using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Probes;

/// <summary>Judges pods whose containers are all ready, and which are not ready themselves: a condition that another controller sets, such as a load balancer's, is not True.</summary>
internal sealed class ReadinessGateAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null && PodHealth.IsHeldByGate(pod.Pod, file.Now)))
        {
            var gate = PodHealth.OpenGates(pod.Pod)[0];
            yield return Finding(workload, pod, gate, pod.Pod.Status?.Conditions?.FirstOrDefault(c => c.Type == gate));
        }
    }

    private static FindingDraft Finding(WorkloadFacts workload, PodFacts pod, string gate, V1PodCondition? condition)
    {
        var name = Wording.Clip(gate, 120);
        var why = condition is null ? "no controller has set it" : string.Join(": ", new[] { condition.Reason, condition.Message }.Where(s => !string.IsNullOrWhiteSpace(s)).Select(s => Wording.Clip(s)));
        return new FindingDraft
        {
            Category = CauseCategories.ReadinessFailing,
            Severity = workload.PodCount > workload.FailingPodCount && workload.FailingPodCount > 0 ? Severity.Warning : Severity.Critical,
            Confidence = Confidence.High,
            Title = $"All containers of {workload.Reference.Kind} {workload.Reference.Name} are ready, and its pods are not: readiness gate {name} is {condition?.Status ?? "absent"}{(why.Length == 0 ? "" : $" ({why})")}",
            Resource = workload.Reference,
            Pod = pod.Name,
            NormalizedMessage = LogDigest.Normalize($"{gate} {condition?.Reason}"),
            Explanation = "A pod with readiness gates is ready only when the controllers that set them say so, whatever its probes say.",
            Evidence =
            [
                condition is null ? Cite.Spec(pod, "readinessGates", name) : Cite.Condition(pod, condition),
                .. (pod.Pod.Status?.Conditions ?? []).Where(c => c is { Type: "Ready" }).Select(c => Cite.Condition(pod, c)),
            ],
            Remediation = [new Remediation { Title = condition is null ? $"Which controller sets {name}, and does it run?" : $"Why does the controller that sets {name} say so? Mend what it checks (for a load balancer: port, path and codes of its health check)", Risk = RemediationRisk.Medium }],
        };
    }
}
