using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>Judges pods that no scheduler has taken up: neither a condition nor an event tells of one.</summary>
internal sealed class SchedulerMissingAnalyzer : IAnalyzer
{
    private const string Standard = "default-scheduler";

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload) => workload.Pods.Where(pod => IsLeft(file, pod)).Select(pod => Finding(file, workload, pod));

    private static bool IsLeft(CaseFile file, PodFacts pod) =>
        pod.Pod.Metadata is { DeletionTimestamp: null, CreationTimestamp: { } created }
        && file.Now.UtcDateTime - created > PodHealth.StartGrace
        && pod.Pod.Status?.Phase is null or "" or "Pending"
        && string.IsNullOrEmpty(pod.Pod.Spec?.NodeName)
        && (pod.Pod.Status?.Conditions ?? []).All(condition => condition?.Type != "PodScheduled")
        && !pod.Events.Any(seen => seen.Reason is "FailedScheduling" or "Scheduled" or "Preempted");

    private static FindingDraft Finding(CaseFile file, WorkloadFacts workload, PodFacts pod)
    {
        var name = pod.Pod.Spec?.SchedulerName is { Length: > 0 } given ? given : Standard;
        var age = Wording.Duration(file.Now.UtcDateTime - pod.Pod.Metadata.CreationTimestamp!.Value);
        var owner = $"{workload.Reference.Kind} {workload.Reference.Name}";
        var title = name == Standard
            ? $"No scheduler has looked at the pod of {owner} for {age}: the cluster's own ({Standard}) does not run, or is not elected"
            : $"{owner} asks for schedulerName {Wording.Clip(name, 100)}, and no scheduler of that name has looked at its pod for {age}; {(NearMiss.Best(name, [Standard]) is null ? "the cluster's own is" : "probably meant is")} {Standard}";
        return new FindingDraft
        {
            Category = CauseCategories.SchedulerMissing,
            Severity = Severity.Critical,
            Confidence = Confidence.Medium,
            Title = title,
            Resource = workload.Reference,
            Pod = pod.Name,
            NormalizedMessage = name,
            Evidence =
            [
                Cite.Spec(pod, "schedulerName", name),
                new EvidenceDraft(EvidenceKind.Status, $"pod/{pod.Name} status.conditions", "PodScheduled is absent, and no event tells of a scheduler"),
            ],
            Remediation = [new Remediation { Title = name == Standard ? "Do the pods of kube-scheduler run?" : $"Does scheduler {Wording.Clip(name, 80)} run? Else leave schedulerName out", Command = name == Standard ? "kubectl get pods -n kube-system" : null, Risk = RemediationRisk.Medium }],
        };
    }
}
