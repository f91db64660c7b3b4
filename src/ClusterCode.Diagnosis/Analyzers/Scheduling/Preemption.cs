using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>A pod finds no room, because one of higher priority pushed its forerunner out.</summary>
internal static class Preemption
{
    /// <summary>The preemption, told with the shortage that it left; null where none is known.</summary>
    public static FindingDraft? Of(UnschedulablePod pod, FindingDraft shortage)
    {
        // Only where someone of higher priority is there is it worth the events of the whole namespace.
        var own = pod.Pod.Pod.Spec?.Priority ?? 0;
        if (pod.File.NodeUsage?.Values.Any(usage => usage.HighestPriority > own) != true || Prefix(pod) is not { } prefix)
            return null;
        if (pod.File.Facts.List<Corev1Event>(pod.File.Namespace) is not { IsFound: true } events)
            return null;
        var seen = events.Value
            .Where(item => item is { Reason: "Preempted", InvolvedObject.Kind: "Pod" } && item.InvolvedObject.Name?.StartsWith(prefix, StringComparison.Ordinal) == true && item.InvolvedObject.Name != pod.Pod.Name)
            .MaxBy(item => item.LastTimestamp ?? item.EventTime ?? item.Metadata?.CreationTimestamp);
        if (seen is null)
            return null;
        var evidence = new EvidenceDraft(Api.Evidence.EvidenceKind.Event, $"event/{seen.Metadata?.Name} on pod/{seen.InvolvedObject.Name}", $"Preempted: {Wording.Clip(seen.Message)}", seen.LastTimestamp ?? seen.EventTime);
        return shortage with
        {
            Category = CauseCategories.PriorityPreempted,
            Title = $"Pod {seen.InvolvedObject.Name} of {pod.Owner} (priority {own}) was preempted by a pod of higher priority ({Wording.Clip(seen.Message, 120)}), and its successor finds no room. {shortage.Title}",
            NormalizedMessage = "preempted",
            Evidence = [evidence, .. shortage.Evidence],
            Remediation = [new Remediation { Title = $"Should {pod.Owner} give way? If not, give it a PriorityClass as high as the other's, or add room", Risk = RemediationRisk.Medium }, .. shortage.Remediation],
        };
    }

    private static string? Prefix(UnschedulablePod pod) =>
        pod.Pod.Pod.Metadata?.GenerateName is { Length: > 1 } generated ? generated
        : pod.Workload.Owners.Count > 0 ? $"{pod.Workload.Owners[0].Name}-"
        : null;
}
