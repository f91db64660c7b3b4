namespace ClusterCode.ControllerRuntime.Events;

/// <summary>Tells people what the operator did or found, as Kubernetes events (events.k8s.io/v1).</summary>
public interface IEventRecorder
{
    /// <summary>
    /// Records an event, in the background: it never blocks and never throws for what the server says. When more than 1000 events wait, further ones are dropped and counted.
    /// </summary>
    /// <param name="regarding">The object that it is about.</param>
    /// <param name="type">How bad it is.</param>
    /// <param name="reason">Why, in one CamelCase word for machines; at most 128 characters.</param>
    /// <param name="action">What was done or is to be done, in one CamelCase word; at most 128 characters.</param>
    /// <param name="note">The story for people; cut to 1024 bytes.</param>
    /// <param name="idempotencyKey">When given, the same key for the same object is one event, also across restarts, for as long as the server keeps it (an hour, by default). Null makes each call an event of its own.</param>
    void Record(EventRegarding regarding, EventType type, string reason, string action, string note, string? idempotencyKey = null);
}
