namespace ClusterCode.Diagnosis.Failures;

/// <summary>Categories of causes that show in the same place.</summary>
/// <param name="Title">Such as <c>Containers that never start</c>.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Kinds">The categories.</param>
public sealed record FailureGroup(string Title, string Summary, IReadOnlyList<FailureKind> Kinds);
