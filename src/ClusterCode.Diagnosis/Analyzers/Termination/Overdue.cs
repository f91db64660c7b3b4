using System.Globalization;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Termination;

/// <summary>Objects that were deleted and do not go.</summary>
internal static class Overdue
{
    /// <summary>A pod's <c>deletionTimestamp</c> is the end of its grace period already; so long after it, something keeps the object.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>For how long the object should be gone; null where it is not deleted, or not overdue yet.</summary>
    public static TimeSpan? Since(V1ObjectMeta? metadata, DateTimeOffset now) =>
        metadata?.DeletionTimestamp is { } deleted && now.UtcDateTime - deleted is var since && since > Grace ? since : null;

    /// <summary>Its deletion as evidence.</summary>
    public static string Text(V1ObjectMeta metadata) => string.Create(
        CultureInfo.InvariantCulture,
        $"deletionTimestamp={metadata.DeletionTimestamp:yyyy-MM-ddTHH:mm:ssZ} finalizers={(metadata.Finalizers is { Count: > 0 } finalizers ? string.Join(", ", finalizers) : "none")}");
}
