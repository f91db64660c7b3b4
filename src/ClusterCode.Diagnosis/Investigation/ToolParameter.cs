namespace ClusterCode.Diagnosis.Investigation;

/// <summary>What a tool wants to know.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, for the model.</param>
/// <param name="IsRequired">False where the tool has a default.</param>
public sealed record ToolParameter(string Name, string Description, bool IsRequired = true);
