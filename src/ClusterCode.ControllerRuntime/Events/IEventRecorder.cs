namespace ClusterCode.ControllerRuntime.Events;

/// <summary>
/// Tells people what the operator did or found, as Kubernetes events (events.k8s.io/v1).
/// <para>
/// Recording never blocks and never throws for what the server says: events are counted at once and written in the background, several at a time. Events are best
/// effort. At most 1000 wait to be written; what comes on top is dropped, as is what exceeds an object's share, which is 25 events at once and one more every 5
/// minutes. <c>event_recorder_dropped_total</c> counts both. What is dropped is not taken for told: recorded later, it is written then.
/// </para>
/// <para>
/// The same event (regarding, type, reason, action and note) again is a series. The second occurrence is written at once, later ones are only counted; the server is
/// told the count every 30 minutes while the series goes on, and once more when nothing has occurred for 6 minutes. After that, or when the server has let the
/// event expire, the next occurrence begins anew. Another note is another event, since the server lets no note be changed; but from the 11th note of one object,
/// reason and action within 10 minutes, further ones are a single series that begins with "(combined from similar events)".
/// </para>
/// <para>
/// With an idempotency key, the same key for the same object is one event, however often it is recorded and also across restarts, for as long as the server keeps it
/// (an hour, by default). Such an event never becomes a series and is never combined with others; an object's share counts for it too.
/// </para>
/// <para>
/// An event that does not reach the server, or finds it broken or busy, is tried 12 times, some 10 seconds apart; meanwhile others are written. What the server
/// refuses is not tried again. No failure doubles an event. When the operator stops, what waits and the last counts of series are written, for 5 seconds at most.
/// At most 4096 events, kinds of similar events and objects are remembered; forgotten ones begin anew.
/// </para>
/// </summary>
public interface IEventRecorder
{
    /// <summary>Records an event, in the background. Safe for calls from many threads.</summary>
    /// <param name="regarding">The object that it is about.</param>
    /// <param name="type">How bad it is.</param>
    /// <param name="reason">Why, in one CamelCase word for machines; at most 128 bytes.</param>
    /// <param name="action">What was done or is to be done, in one CamelCase word; at most 128 bytes.</param>
    /// <param name="note">The story for people; cut to 1024 bytes.</param>
    /// <param name="idempotencyKey">The event's identity for this object; null for an event that may occur many times.</param>
    /// <exception cref="ArgumentException">The reason or the action is empty or too long.</exception>
    void Record(EventRegarding regarding, EventType type, string reason, string action, string note, string? idempotencyKey = null);
}
