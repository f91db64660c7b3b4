using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Pods;

/// <summary>Chooses the pods that stand for a workload: failing ones first, those that fail in another way before those that fail alike, then the newest.</summary>
internal static class PodChoice
{
    public static IReadOnlyList<V1Pod> Representatives(IReadOnlyList<V1Pod> pods, DateTimeOffset now)
    {
        var ordered = pods
            .OrderByDescending(p => PodHealth.Of(p, now))
            .ThenByDescending(p => p.Metadata.CreationTimestamp)
            .ThenBy(p => p.Metadata.Name, StringComparer.Ordinal)
            .ToList();

        // A hundred replicas fail in one way, or in two: one of each way first.
        var different = ordered.DistinctBy(p => (PodHealth.Of(p, now), Symptom(p)));
        return [.. different.Concat(ordered).Distinct().Take(GatheringLimits.PodsOfWorkload).OrderByDescending(p => PodHealth.Of(p, now))];
    }

    private static string Symptom(V1Pod pod) => string.Join(
        '|',
        PodHealth.Statuses(pod).Select(s => $"{s.Name}:{s.State?.Waiting?.Reason}:{(s.State?.Terminated ?? s.LastState?.Terminated)?.Reason}:{(s.State?.Terminated ?? s.LastState?.Terminated)?.ExitCode}"));
}
