namespace ClusterCode.Diagnosis.Gathering;

/// <summary>One event series, whichever event API it came through.</summary>
/// <param name="Reason">Such as <c>FailedScheduling</c>.</param>
/// <param name="Message">Redacted and bounded.</param>
/// <param name="IsWarning">True for type Warning.</param>
/// <param name="Count">How often it was seen.</param>
/// <param name="FirstSeen">When it was first seen, where that is known.</param>
/// <param name="LastSeen">When it was last seen, where that is known.</param>
/// <param name="Source">Such as <c>event/checkout-7d9f.17a3 on pod/checkout-7d9f</c>.</param>
/// <param name="FieldPath">The part of the object, such as <c>spec.containers{app}</c>; null where the event names none.</param>
public sealed record EventFacts(
    string Reason, string Message, bool IsWarning, int Count, DateTime? FirstSeen, DateTime? LastSeen, string Source, string? FieldPath = null);
