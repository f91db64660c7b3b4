using System.Text.RegularExpressions;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Termination;

/// <summary>Judges pods that were deleted and do not go: a finalizer holds them, their node is gone, or the kubelet cannot end a container or release a volume.</summary>
internal sealed partial class StuckPodAnalyzer : IAnalyzer
{
    /// <summary>What a kubelet says when it cannot end a pod (kubernetes/pkg/kubelet/events).</summary>
    private static readonly HashSet<string> Reasons = new(StringComparer.Ordinal) { "FailedKillPod", "FailedUnMount", "FailedUnmount", "FailedUnmountDevice", "FailedDetachVolume", "FailedPreStopHook" };

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods)
        {
            if (Overdue.Since(pod.Pod.Metadata, file.Now) is { } since && Finding(file, workload, pod, since) is { } finding)
                yield return finding;
        }
    }

    // Null while the node is not known yet.
    private static FindingDraft? Finding(CaseFile file, WorkloadFacts workload, PodFacts pod, TimeSpan since)
    {
        var (why, evidence, remediation) = pod.Pod.Metadata.Finalizers is { Count: > 0 } finalizers
            ? ($"{(finalizers.Count == 1 ? "finalizer" : "finalizers")} {Wording.List(finalizers, 3)} {(finalizers.Count == 1 ? "is" : "are")} not removed", null, Finalizer(finalizers[0]))
            : OfNode(file, pod) ?? default;
        if (why is null)
            return null;
        return new FindingDraft
        {
            Category = CauseCategories.StuckTerminating,
            Severity = workload.DesiredReplicas is null || workload.ReadyPodCount >= workload.DesiredReplicas ? Severity.Warning : Severity.Critical,
            Confidence = Confidence.High,
            Title = $"Pod {pod.Name} was to be gone {Wording.Duration(since)} ago and still terminates: {why}",
            Resource = new ResourceReference { ApiVersion = "v1", Kind = "Pod", Namespace = file.Namespace, Name = pod.Name },
            Pod = pod.Name,
            NormalizedMessage = LogDigest.Normalize(why),
            Evidence = [new EvidenceDraft(EvidenceKind.Status, $"pod/{pod.Name} metadata", Overdue.Text(pod.Pod.Metadata), pod.Pod.Metadata.DeletionTimestamp), .. evidence is null ? Array.Empty<EvidenceDraft>() : [evidence]],
            Remediation = [remediation!],
        };
    }

    private static (string Why, EvidenceDraft? Evidence, Remediation Remedy)? OfNode(CaseFile file, PodFacts pod)
    {
        var force = new Remediation
        {
            Title = $"If its node is certainly off for good, delete pod {pod.Name} by force; if its processes still run, data may be written twice",
            Command = Kubectl.Of("delete pod", file.Namespace, pod.Name) is { } delete ? $"{delete} --force --grace-period=0" : null,
            Risk = RemediationRisk.High,
        };
        if (pod.Pod.Spec?.NodeName is not { Length: > 0 } name)
            return ("it was never on a node, and nothing says what holds it", null, force);
        if (file.Facts.Get<V1Node>(null, name) is not { } node)
            return null;
        if (node.IsMissing)
            return ($"its node {name} does not exist any more, so nothing confirms that its containers have ended", new EvidenceDraft(EvidenceKind.Status, $"node/{name}", "not found"), force);
        if (node.Value?.Status?.Conditions?.FirstOrDefault(c => c.Type == "Ready" && c.Status != "True") is { } condition)
        {
            var since = condition.LastTransitionTime is { } at ? $" for {Wording.Duration(file.Now.UtcDateTime - at)}" : "";
            return (
                $"its node {name} has not been ready{since} ({Wording.Clip(condition.Reason, 60)}), so nothing confirms that its containers have ended",
                new EvidenceDraft(EvidenceKind.Status, $"node/{name} status.conditions[Ready]", $"status={condition.Status} reason={condition.Reason} message={Wording.Clip(condition.Message)}", condition.LastTransitionTime),
                force);
        }

        if (pod.Events.FirstOrDefault(e => Reasons.Contains(e.Reason)) is { } seen)
        {
            var volume = Volume().Match(seen.Message) is { Success: true } match ? $"volume {match.Groups["volume"].Value} is not released: " : "";
            return ($"{volume}node {name} says {seen.Reason}: {Wording.Clip(seen.Message)}", Cite.Event(seen), force);
        }

        var running = pod.Containers.Where(c => c.Status?.State?.Running is not null).Select(c => c.Name).ToList();
        return (running.Count > 0
            ? $"{(running.Count == 1 ? "container" : "containers")} {Wording.List(running)} on node {name} still {(running.Count == 1 ? "runs" : "run")}, although its grace period has passed"
            : $"its containers have ended, and node {name} has not confirmed it{(node.IsForbidden ? " (the operator may not read the node)" : "")}", null, force);
    }

    private static Remediation Finalizer(string finalizer) => new()
    {
        Title = $"Does what removes finalizer {Wording.Clip(finalizer, 120)} still run? It must finish its work; take the finalizer out by hand only if it never will",
        Risk = RemediationRisk.High,
    };

    [GeneratedRegex(@"for volume ""(?<volume>[^""]{1,253})""", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Volume();
}
