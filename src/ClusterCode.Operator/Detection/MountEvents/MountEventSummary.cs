using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Detection.MountEvents;

/// <summary>A FailedMount event. A pod whose volume cannot be mounted shows nothing else: its containers wait as they do while an image is pulled.</summary>
internal sealed class MountEventSummary
{
    public const string Reason = "FailedMount";

    public ObjectSummary Metadata { get; set; } = new();

    public InvolvedObjectSummary? InvolvedObject { get; set; }

    public int? Count { get; set; }

    public DateTime? FirstTimestamp { get; set; }

    public DateTime? LastTimestamp { get; set; }

    public DateTime? EventTime { get; set; }

    /// <summary>When it was last seen.</summary>
    public DateTime? LastSeen() => LastTimestamp ?? EventTime ?? Metadata.CreationTimestamp;

    /// <summary>When it was first seen.</summary>
    public DateTime? FirstSeen() => FirstTimestamp ?? EventTime ?? Metadata.CreationTimestamp;
}
