using System.Text.RegularExpressions;
using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>Finds what the API server said when it refused a workload's pods.</summary>
internal static partial class CreationRefusals
{
    /// <summary>Reasons of the controllers' events, and of a Deployment's condition, about objects that they cannot create (kubernetes/pkg/controller).</summary>
    private static readonly HashSet<string> Reasons = new(StringComparer.Ordinal) { "FailedCreate", "ReplicaSetCreateError" };

    /// <summary>Controllers write success and failure of one attempt within moments of each other.</summary>
    private static readonly TimeSpan OneAttempt = TimeSpan.FromSeconds(10);

    /// <summary>The newest refusal; null where no pod is lacking, or none was refused. Older ones may be mended.</summary>
    public static CreationRefusal? Newest(CaseFile file, WorkloadFacts workload)
    {
        if (workload.ControllerProblem is null && !LacksPods(workload))
            return null;
        var seen = workload.Events.Where(e => Reasons.Contains(e.Reason) && e.IsWarning).MaxBy(e => e.LastSeen ?? DateTime.MinValue);
        if (seen is not null && !IsPast(workload, seen))
            return new CreationRefusal(file, workload, Words(seen.Message), Cite.Event(seen));
        if (workload.ControllerProblem is { } problem)
            return new CreationRefusal(file, workload, Words(problem.Message), new EvidenceDraft(EvidenceKind.Status, problem.Source, problem.Message, problem.Time));
        return (workload.Controller as V1Deployment)?.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Progressing", Status: "False" } && Reasons.Contains(c.Reason ?? "")) is { } condition
            ? new CreationRefusal(
                file,
                workload,
                Words(condition.Message ?? ""),
                new EvidenceDraft(EvidenceKind.Status, $"deployment/{workload.Reference.Name} status.conditions[Progressing]", $"reason={condition.Reason} message={Wording.Clip(condition.Message, 400)}", condition.LastTransitionTime))
            : null;
    }

    private static bool LacksPods(WorkloadFacts workload) =>
        workload.DesiredReplicas > workload.PodCount
        || (workload is { Job: { } job, PodCount: 0 } && job.Spec?.Suspend != true && job.Status?.Conditions?.Any(c => c is { Type: "Complete" or "Failed", Status: "True" }) != true);

    // Pods were created since: what refused the earlier ones is gone.
    private static bool IsPast(WorkloadFacts workload, EventFacts refusal) =>
        workload.Events.Any(e => e.Reason == "SuccessfulCreate" && e.LastSeen - refusal.LastSeen > OneAttempt);

    // Controllers put a few words and the pod's would-be name before what the API server says.
    private static string Words(string message) => Opening().Replace(message, "").Trim();

    [GeneratedRegex(
        @"^(?:Error creating: |Error creating job: |create Pod \S{1,253} in StatefulSet \S{1,253} failed error: |Failed to create new replica set ""[^""]{1,253}"": )",
        RegexOptions.None,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Opening();
}
