using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Failures;

/// <summary>Counts a workload's failures from what the API shows. Pure, so that a restart of the operator neither loses nor doubles one.</summary>
internal static class OccurrenceCounter
{
    /// <summary>A state that lasts is not written anew more often than this.</summary>
    public static readonly TimeSpan LastSeenResolution = TimeSpan.FromMinutes(5);

    /// <summary>Counts change often in a crash loop of many replicas; they are written at most this often.</summary>
    public static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(10);

    /// <summary>What the status should say now. The count never falls, though pods are replaced.</summary>
    public static FailureOccurrences Count(FailureOccurrences? before, IReadOnlyList<DetectedFailure> failures)
    {
        var perContainer = failures.GroupBy(failure => (failure.Shows, failure.Container)).Select(group => group.First()).ToList();
        var firstSeen = Whole(failures.Min(failure => failure.Since));
        var lastSeen = Whole(failures.Max(failure => failure.LastSeen));
        return new FailureOccurrences
        {
            Count = Math.Max(before?.Count ?? 0, perContainer.Sum(failure => failure.Count)),
            FirstSeen = before?.FirstSeen is { } first && first < firstSeen ? first : firstSeen,
            LastSeen = before?.LastSeen is { } last && last > lastSeen ? last : lastSeen,
            AffectedPods = failures.Select(failure => failure.Shows).Distinct().Count(),
        };
    }

    /// <summary>Whether the difference is worth a write.</summary>
    public static bool IsWorthWriting(FailureOccurrences? before, FailureOccurrences after) =>
        before is null
        || before.Count != after.Count
        || before.AffectedPods != after.AffectedPods
        || after.LastSeen - before.LastSeen >= LastSeenResolution;

    private static DateTime Whole(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
