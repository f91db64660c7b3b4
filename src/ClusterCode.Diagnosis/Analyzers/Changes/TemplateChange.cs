namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>One difference between two pod templates.</summary>
/// <param name="Container">The container; null where the pod as a whole differs.</param>
/// <param name="Field">The field, a constant of <see cref="TemplateFields"/>.</param>
/// <param name="Text">In few words, such as <c>image catalog:2.4.0 → 2.4.1</c>.</param>
internal sealed record TemplateChange(string? Container, string Field, string Text);
