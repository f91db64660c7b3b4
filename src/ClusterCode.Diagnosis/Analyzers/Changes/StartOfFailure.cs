using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>Since when a container fails, as exactly as the pod tells.</summary>
internal static class StartOfFailure
{
    /// <summary>The kubelet waits 10 s after the first crash, twice as long after each further one, and no longer than 5 minutes (kubelet's back-off).</summary>
    private const double FirstBackOffSeconds = 10;

    private const double LongestBackOffSeconds = 300;

    private static readonly string[] Reasons = ["BackOff", "Failed", "FailedMount", "Unhealthy", "FailedScheduling", "FailedCreatePodSandBox"];

    /// <summary>When the failure began; null where nothing tells.</summary>
    public static DateTime? Of(PodFacts pod, ContainerFacts? container)
    {
        var began = pod.Pod.Status?.StartTime ?? pod.Pod.Metadata.CreationTimestamp;
        if (container?.LastTermination is { } ended)
        {
            // The event series of this container's crashes begins right after the first one.
            var seen = pod.Events.Where(e => e.Reason == "BackOff" && IsAbout(e, container)).Min(e => e.FirstSeen);
            return Later(began, seen ?? ended.FinishedAt - Crashing(container, ended));
        }

        if (container?.Status?.State?.Running is not null)
            return pod.Pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Ready", Status: "False" })?.LastTransitionTime ?? began;
        return pod.Events.Where(e => e.IsWarning && Reasons.Contains(e.Reason)).Min(e => e.FirstSeen) ?? began;
    }

    /// <summary>True where the failure began with the pod, and not after a while of running well.</summary>
    public static bool IsWithStart(PodFacts pod, ContainerFacts? container, DateTimeOffset now)
    {
        if (Of(pod, container) is not { } start || (pod.Pod.Status?.StartTime ?? pod.Pod.Metadata.CreationTimestamp) is not { } began)
            return false;

        // Counted back over many restarts, the start is known roughly.
        var age = now.UtcDateTime - began;
        return start - began < TimeSpan.FromMinutes(10) + (age / 5);
    }

    private static TimeSpan Crashing(ContainerFacts container, V1ContainerStateTerminated ended)
    {
        var crashes = Math.Max(0, (container.Status?.RestartCount ?? 0) - (ReferenceEquals(container.Status?.State?.Terminated, ended) ? 0 : 1));
        var run = ended.FinishedAt - ended.StartedAt is { } lasted && lasted > TimeSpan.Zero ? lasted : TimeSpan.Zero;
        var seconds = 0.0;
        for (var i = 0; i < crashes && i < 5; i++)
            seconds += FirstBackOffSeconds * Math.Pow(2, i);
        seconds += Math.Max(0, crashes - 5) * LongestBackOffSeconds;
        return TimeSpan.FromSeconds(seconds) + (run * Math.Min(crashes, 10_000));
    }

    private static DateTime? Later(DateTime? one, DateTime? other) => one is null || other > one ? other ?? one : one;

    private static bool IsAbout(EventFacts seen, ContainerFacts container) =>
        seen.FieldPath is null || seen.FieldPath.EndsWith($"{{{container.Name}}}", StringComparison.Ordinal);
}
