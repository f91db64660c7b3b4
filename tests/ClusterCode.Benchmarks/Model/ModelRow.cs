namespace ClusterCode.Benchmarks.Model;

/// <summary>What one scenario cost at one model.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="PromptTokens">Tokens of each request.</param>
/// <param name="CompletionTokens">Tokens of each answer.</param>
/// <param name="IsExplained">Whether the model's words stand.</param>
/// <param name="Dropped">Statements that were made and do not stand.</param>
/// <param name="Ungrounded">Statements that stand and should not.</param>
/// <param name="Mistakes">The mistakes that the model was asked to mend; null where it was not.</param>
/// <param name="IsChanged">Whether the root cause in the status is another than the expert's.</param>
internal sealed record ModelRow(
    string Scenario, IReadOnlyList<int> PromptTokens, IReadOnlyList<int> CompletionTokens, bool IsExplained, int Dropped, int Ungrounded, string? Mistakes, bool IsChanged);
