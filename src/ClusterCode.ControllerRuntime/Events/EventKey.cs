namespace ClusterCode.ControllerRuntime.Events;

/// <summary>What makes two occurrences the same event. The reporting controller and instance are the same for all of a process's events.</summary>
/// <param name="Regarding">The object.</param>
/// <param name="Type">Normal or Warning.</param>
/// <param name="Reason">Why.</param>
/// <param name="Action">What was done.</param>
/// <param name="Note">The text; null in an event that stands for many texts.</param>
/// <param name="IdempotencyKey">The caller's own name for the event; its text then plays no part.</param>
internal sealed record EventKey(EventRegarding Regarding, EventType Type, string Reason, string Action, string? Note, string? IdempotencyKey);
