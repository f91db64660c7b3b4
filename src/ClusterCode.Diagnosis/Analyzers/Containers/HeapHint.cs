namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>What a language runtime's heap setting has to do with a memory limit.</summary>
/// <param name="Advice">What to look at.</param>
/// <param name="Path">Where the setting stands, or would stand, in the container.</param>
/// <param name="Setting">The setting as it is; null where there is none.</param>
internal sealed record HeapHint(string Advice, string Path, string? Setting);
