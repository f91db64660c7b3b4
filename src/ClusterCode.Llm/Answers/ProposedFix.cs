namespace ClusterCode.Llm.Answers;

/// <summary>A fix that the model proposes.</summary>
internal sealed record ProposedFix(string Title, string Command);
