namespace ClusterCode.Llm.Investigating;

/// <summary>What a tool wants to know; always a text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="IsRequired">False where the tool has a default.</param>
public sealed record ModelToolParameter(string Name, string Description, bool IsRequired);
