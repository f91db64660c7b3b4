using ClusterCode.ControllerRuntime.Events;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Keeps events; one of a known idempotency key is no second event.</summary>
internal sealed class FakeEventRecorder : IEventRecorder
{
    public List<RecordedEvent> Events { get; } = [];

    public void Record(EventRegarding regarding, EventType type, string reason, string action, string note, string? idempotencyKey = null)
    {
        if (idempotencyKey is null || Events.All(known => known.IdempotencyKey != idempotencyKey))
            Events.Add(new RecordedEvent(regarding, type, reason, note, idempotencyKey));
    }
}
