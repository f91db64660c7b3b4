namespace ClusterCode.Scenarios.Catalog;

/// <summary>One failure: manifests that bring it about, and what must be said about it.</summary>
internal sealed record Scenario(string Name, Expectation Expectation, string Manifest);
