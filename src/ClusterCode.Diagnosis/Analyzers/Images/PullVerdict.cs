using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Analyzers.Images;

/// <summary>Why an image is not pulled, and which text tells it.</summary>
/// <param name="Failure">The kind of failure.</param>
/// <param name="Message">The text.</param>
/// <param name="Evidence">Where it stands.</param>
internal sealed record PullVerdict(PullFailure Failure, string Message, IReadOnlyList<EvidenceDraft> Evidence);
