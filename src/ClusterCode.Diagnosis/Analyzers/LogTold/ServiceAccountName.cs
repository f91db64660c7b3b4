namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>A service account.</summary>
internal sealed record ServiceAccountName(string Namespace, string Name);
