namespace ClusterCode.Operator.Failures;

/// <summary>A merge patch of an object's annotations.</summary>
/// <param name="Metadata">The metadata to change.</param>
internal sealed record MetadataPatch(AnnotationsPatch Metadata);
