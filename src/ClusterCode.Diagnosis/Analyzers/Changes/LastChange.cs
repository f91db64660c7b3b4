using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>When an object was last written, and by whom, as its <c>metadata.managedFields</c> say.</summary>
/// <param name="Time">When.</param>
/// <param name="Manager">The program, such as <c>kubectl</c> or <c>helm</c>.</param>
internal sealed record LastChange(DateTime Time, string Manager)
{
    /// <summary>A write this soon after the creation belongs to it.</summary>
    private static readonly TimeSpan Creation = TimeSpan.FromMinutes(1);

    /// <summary>The last write that was no part of the object's creation and none of its status; null where there is none, or it is not known.</summary>
    public static LastChange? Of(V1ObjectMeta? metadata) => Newest(
        metadata, e => string.IsNullOrEmpty(e.Subresource) && (metadata!.CreationTimestamp is not { } created || e.Time - created > Creation));

    /// <summary>Who set <c>spec.replicas</c> last; null where it is not known.</summary>
    public static LastChange? OfReplicas(V1ObjectMeta? metadata) => Newest(metadata, e => ManagedFields.HoldReplicas(e));

    private static LastChange? Newest(V1ObjectMeta? metadata, Func<V1ManagedFieldsEntry, bool> counts) => metadata?.ManagedFields?
        .Where(e => e.Time is not null && counts(e))
        .OrderByDescending(e => e.Time)
        .Select(e => new LastChange(e.Time!.Value, e.Manager ?? ""))
        .FirstOrDefault();
}
