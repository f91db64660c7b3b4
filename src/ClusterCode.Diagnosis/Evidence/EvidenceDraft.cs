using ClusterCode.Api.Evidence;

namespace ClusterCode.Diagnosis.Evidence;

/// <summary>A fact that a finding cites, before it has an id. Equal drafts become one piece of evidence.</summary>
/// <param name="Kind">The kind of fact.</param>
/// <param name="Source">The object and field, event or log, such as <c>pod/checkout-7d9f status.containerStatuses[app].state.waiting</c>.</param>
/// <param name="Text">The excerpt, redacted and bounded.</param>
/// <param name="Time">When it happened, where that is known.</param>
public sealed record EvidenceDraft(EvidenceKind Kind, string Source, string Text, DateTime? Time = null);
