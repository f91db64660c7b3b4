using ClusterCode.Api.Evidence;

namespace ClusterCode.Llm.Investigating;

/// <summary>What a tool tells.</summary>
/// <param name="Kind">The kind of fact; null where the answer is a refusal, which is no evidence.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Text">The answer, redacted and bounded.</param>
public sealed record ModelToolAnswer(EvidenceKind? Kind, string Source, string Text);
