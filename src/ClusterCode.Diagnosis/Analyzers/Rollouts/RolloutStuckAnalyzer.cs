using System.Globalization;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Rollouts;

/// <summary>
/// Judges rollouts that do not come to their end: the Deployment says so itself, or the new revision's pods fail while those of the one before serve. Why they fail is
/// for the other analyzers to say; this says what it stops, and what still serves.
/// </summary>
internal sealed class RolloutStuckAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        if (Rollout.Of(workload) is not { } rollout)
            yield break;
        var failing = workload.Pods.Where(p => PodHealth.Of(p.Pod, file.Now) == PodState.Failing).ToList();
        var stops = failing.Where(p => rollout.IsNew(p.Pod)).ToList();
        if (BrokenBefore(file, workload, rollout, failing, stops) is { } broken)
        {
            yield return broken;
            yield break;
        }

        var isBlocked = stops.Count > 0 || workload.ControllerProblem is not null;
        if (!rollout.IsOverdue && !(rollout.IsUnderway && isBlocked && workload.ReadyPodCount > 0))
            yield break;
        var old = Math.Max(0, rollout.Replicas - rollout.Updated);
        yield return new FindingDraft
        {
            Category = CauseCategories.RolloutStuck,
            Severity = workload.ReadyPodCount > 0 ? Severity.Warning : Severity.Critical,
            Confidence = Confidence.High,
            Title = Title(file, workload, rollout, stops.FirstOrDefault() ?? failing.FirstOrDefault(), old),
            Resource = workload.Reference,
            Evidence = [.. Evidence(workload, rollout)],
            Remediation = Kubectl.Workload(workload.Reference) is { } target && old > 0
                ? [new Remediation { Title = "If the new revision cannot be mended soon, go back to the one before", Command = $"kubectl rollout undo {target}", Risk = RemediationRisk.Medium }]
                : [],
        };
    }

    private static string Title(CaseFile file, WorkloadFacts workload, Rollout rollout, PodFacts? pod, int old)
    {
        var what = $"Rollout of {workload.Reference.Kind} {workload.Reference.Name}{(rollout.Revision is null ? "" : $" to revision {rollout.Revision}")} is stuck";
        var how = string.Create(CultureInfo.InvariantCulture, $"{rollout.Updated} of {Wording.Count(rollout.Desired, "pod")} updated");
        var why = pod is null ? "" : $", {Symptom.Of(file, pod)}";
        var serving = old > 0 && workload.ReadyPodCount > 0 ? $"; the revision before still serves, {Wording.Count(workload.ReadyPodCount, "pod")} ready" : $"; {Wording.Count(workload.ReadyPodCount, "pod")} ready in all";
        return $"{what}: {how}{why}{serving}{(rollout.Deadline is { } deadline ? $" (progressDeadlineSeconds {deadline} passed)" : "")}";
    }

    // A StatefulSet waits for a broken pod to become ready before it replaces it, even when the new revision would mend it (Kubernetes' documentation, "Forced rollback").
    private static FindingDraft? BrokenBefore(CaseFile file, WorkloadFacts workload, Rollout rollout, List<PodFacts> failing, List<PodFacts> stops)
    {
        if (workload.Controller is not V1StatefulSet { Spec.PodManagementPolicy: null or "OrderedReady" } || !rollout.IsUnderway || stops.Count > 0 || failing is not [var pod, ..])
            return null;
        var mended = pod.Containers.FirstOrDefault(c => IsMended(workload, c));
        var what = mended is null ? "" : $" ({Symptom.Of(file, pod)})";
        var then = mended is null ? "" : "; its template has another image now";
        return new FindingDraft
        {
            Category = CauseCategories.RolloutStuck,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = $"StatefulSet {workload.Reference.Name} does not roll out its new revision: pod {pod.Name} of the revision before is broken{what}, and the set waits for it to become ready before it replaces it{then}",
            KeepsPod = mended is not null,
            Resource = workload.Reference,
            Pod = pod.Name,
            Evidence = [.. Evidence(workload, rollout)],
            Remediation = [new Remediation { Title = $"Delete pod {pod.Name}; the set creates it anew from the new revision", Command = Kubectl.Of("delete pod", workload.Reference.Namespace, pod.Name), Risk = RemediationRisk.Medium }],
        };
    }

    // Its image is not pulled, and the newest revision names another.
    private static bool IsMended(WorkloadFacts workload, ContainerFacts container) =>
        container.Status?.State?.Waiting is { Reason: "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull" }
        && PodTemplates.Of(workload.Controller!)?.Spec is { } newest
        && (newest.Containers ?? []).Concat(newest.InitContainers ?? []).FirstOrDefault(c => c?.Name == container.Name) is { } meant && meant.Image != container.Spec.Image;

    private static IEnumerable<EvidenceDraft> Evidence(WorkloadFacts workload, Rollout rollout)
    {
        var source = $"{workload.Reference.Kind.ToLowerInvariant()}/{workload.Reference.Name}";
        if (rollout.Condition is { } condition)
            yield return new EvidenceDraft(EvidenceKind.Status, $"{source} status.conditions[Progressing]", $"status={condition.Status} reason={condition.Reason} message={Wording.Clip(condition.Message)}", condition.LastTransitionTime);
        yield return new EvidenceDraft(
            EvidenceKind.Status,
            $"{source} status",
            string.Create(CultureInfo.InvariantCulture, $"desired={rollout.Desired} replicas={rollout.Replicas} updated={rollout.Updated} ready={workload.ReadyPodCount}"));
    }
}
