namespace ClusterCode.Llm.Answers;

/// <summary>Something that the model says, and the evidence that it says shows it.</summary>
internal sealed record Statement(string Text, IReadOnlyList<string> Evidence);
