namespace ClusterCode.Operator.Failures;

/// <summary>The annotations that a <see cref="MetadataPatch"/> sets.</summary>
/// <param name="Annotations">The new values.</param>
internal sealed record AnnotationsPatch(IReadOnlyDictionary<string, string> Annotations);
