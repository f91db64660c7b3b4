using ClusterCode.ControllerRuntime.Events;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>An event as it was told.</summary>
internal sealed record RecordedEvent(EventRegarding Regarding, EventType Type, string Reason, string Note, string? IdempotencyKey);
