namespace ClusterCode.Llm.Investigating;

/// <summary>A question that a model may ask at depth Investigate. It reads and never changes anything.</summary>
/// <param name="Name">The name that the model calls.</param>
/// <param name="Description">What it tells, in a sentence.</param>
/// <param name="Parameters">What it wants to know.</param>
/// <param name="RunAsync">Answers; wrong arguments are answered too, and nothing but a cancellation is thrown. What the model wrote comes as text, whatever its type.</param>
public sealed record ModelTool(
    string Name, string Description, IReadOnlyList<ModelToolParameter> Parameters, Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<ModelToolAnswer>> RunAsync);
