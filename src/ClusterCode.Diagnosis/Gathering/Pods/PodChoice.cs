using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Pods;

/// <summary>
/// Chooses the pods that stand for a workload: one of each way of failing, the newest of each. Replicas that fail alike fail for one cause, and reading a second
/// one's events and log would tell it twice.
/// </summary>
internal static class PodChoice
{
    public static IReadOnlyList<V1Pod> Representatives(IReadOnlyList<V1Pod> pods, DateTimeOffset now, int most)
    {
        var ordered = pods
            .OrderByDescending(p => PodHealth.Of(p, now))
            .ThenByDescending(p => p.Metadata.CreationTimestamp)
            .ThenBy(p => p.Metadata.Name, StringComparer.Ordinal)
            .ToList();
        // Healthy replicas say nothing of why the others fail.
        var failing = ordered.Where(p => PodHealth.Of(p, now) != PodState.Healthy).ToList();
        return [.. (failing.Count > 0 ? failing : ordered).DistinctBy(p => (PodHealth.Of(p, now), Symptom(p))).Take(most)];
    }

    private static string Symptom(V1Pod pod) => string.Join(
        '|',
        PodHealth.Statuses(pod).Select(s => $"{s.Name}:{s.State?.Waiting?.Reason}:{(s.State?.Terminated ?? s.LastState?.Terminated)?.Reason}:{(s.State?.Terminated ?? s.LastState?.Terminated)?.ExitCode}"));
}
