using System.Globalization;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>Where no analyzer knows the cause: the symptom, exactly as the API shows it.</summary>
internal static class UnexplainedSymptom
{
    /// <summary>The findings; none where nothing fails.</summary>
    /// <param name="file">The case.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="told">What was found of it. A pod of which something is told, if only for information, is explained.</param>
    public static IEnumerable<FindingDraft> Of(CaseFile file, WorkloadFacts workload, IReadOnlyList<FindingDraft> told)
    {
        // A Job that has completed got over the pods that failed.
        if (workload.Job?.Status?.Conditions?.Any(c => c is { Type: "Complete", Status: "True" }) == true)
        {
            yield break;
        }

        foreach (var pod in workload.Pods.Where(p => PodHealth.Of(p.Pod, file.Now) == PodState.Failing && told.All(d => d.Pod != p.Name)))
        {
            yield return OfPod(file, workload, pod);
        }

        if (workload.DesiredReplicas > workload.PodCount && MissingPods(file, workload) is { } missing)
        {
            yield return missing;
        }
    }

    private static FindingDraft OfPod(CaseFile file, WorkloadFacts workload, PodFacts pod)
    {
        var container = pod.Containers.FirstOrDefault(c => c.Status is { } status && !IsFine(c, status));
        var symptom = container is null ? OfPodAlone(pod) : OfContainer(file, container);
        List<EvidenceDraft> evidence = container is null
            ? [new EvidenceDraft(EvidenceKind.Status, $"pod/{pod.Name} status", symptom)]
            : [ContextEvidence.State(pod, container)];
        evidence.AddRange(pod.Events.Where(e => e.IsWarning).Take(2).Select(ContextEvidence.Event));
        return Draft(workload, symptom, evidence, workload.ReadyPodCount > 0 ? Severity.Warning : Severity.Critical) with { Pod = pod.Name, Container = container?.Name };
    }

    private static bool IsFine(ContainerFacts container, k8s.Models.V1ContainerStatus status) =>
        (status.Ready && status.RestartCount == 0) || (container.IsInit && status.State?.Terminated is { ExitCode: 0 }) || status.State?.Waiting is { Reason: "PodInitializing" };

    private static string OfContainer(CaseFile file, ContainerFacts container)
    {
        var who = $"{(container.IsInit ? "Init container" : "Container")} {container.Name}";
        if (container.Status?.State?.Waiting is { } waiting && container.LastTermination is null)
        {
            return string.IsNullOrEmpty(waiting.Message) ? $"{who} waits: {waiting.Reason}" : $"{who} waits: {waiting.Reason}: {waiting.Message}";
        }

        if (container.LastTermination is { } ended)
        {
            var message = string.IsNullOrEmpty(ended.Message) ? "" : $": {ended.Message}";
            return string.Create(
                CultureInfo.InvariantCulture, $"{who} ended with exit code {ended.ExitCode} ({ended.Reason}){Restarts(container.Status?.RestartCount ?? 0)}{message}");
        }

        var since = container.Status?.State?.Running?.StartedAt is { } started ? $" for {Wording.Duration(file.Now.UtcDateTime - started)}" : "";
        return $"{who} has been running{since} and is not ready";
    }

    private static string Restarts(int count) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" after {Wording.Count(count, "restart")}");

    private static string OfPodAlone(PodFacts pod)
    {
        var unscheduled = pod.Pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False" });
        if (unscheduled is not null)
        {
            return $"The pod is not scheduled: {unscheduled.Reason}: {unscheduled.Message}";
        }

        return (pod.Pod.Status?.Reason, pod.Pod.Status?.Message) switch
        {
            ({ Length: > 0 } reason, var message) => $"The pod is {pod.Pod.Status?.Phase}: {reason}{(string.IsNullOrEmpty(message) ? "" : $": {message}")}",
            _ when pod.Events.FirstOrDefault(e => e.IsWarning) is { } warning => $"The pod is {pod.Pod.Status?.Phase}: {warning.Reason}: {warning.Message}",
            _ => $"The pod is {pod.Pod.Status?.Phase}, and neither its status nor an event says why",
        };
    }

    private static FindingDraft? MissingPods(CaseFile file, WorkloadFacts workload)
    {
        var count = $"{workload.Reference.Kind} {workload.Reference.Name} has {workload.PodCount} of {workload.DesiredReplicas} pods";
        if (workload.Events.FirstOrDefault(e => e.IsWarning) is { } warning)
        {
            return Draft(workload, $"{count}: {warning.Reason}: {warning.Message}", [ContextEvidence.Event(warning)], SeverityOf(workload));
        }

        if (workload.ControllerProblem is { } problem)
        {
            return Draft(workload, $"{count}: {problem.Message}", [new EvidenceDraft(EvidenceKind.Status, problem.Source, problem.Message, problem.Time)], SeverityOf(workload));
        }

        return workload.Created is { } created && file.Now.UtcDateTime - created > PodHealth.StartGrace
            ? Draft(workload, $"{count}, and no event says why", [new EvidenceDraft(EvidenceKind.Status, $"{workload.Reference.Kind.ToLowerInvariant()}/{workload.Reference.Name}", count)], SeverityOf(workload))
            : null;
    }

    private static Severity SeverityOf(WorkloadFacts workload) => workload.ReadyPodCount > 0 ? Severity.Warning : Severity.Critical;

    private static FindingDraft Draft(WorkloadFacts workload, string symptom, IReadOnlyList<EvidenceDraft> evidence, Severity severity) => new()
    {
        Category = CauseCategories.Unknown,
        Severity = severity,
        Confidence = Confidence.Low,
        Title = symptom,
        Resource = workload.Reference,
        NormalizedMessage = LogDigest.Normalize(symptom),
        Explanation = "No analyzer knows the cause; this is the symptom as the API shows it.",
        Evidence = evidence,
    };
}
