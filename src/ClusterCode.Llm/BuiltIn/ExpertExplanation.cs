using ClusterCode.Api.DiagnosisRequests;

namespace ClusterCode.Llm.BuiltIn;

/// <summary>What the expert says without a model.</summary>
/// <param name="Explanation">The explanation; never empty.</param>
/// <param name="Answer">The answer to the question; absent when none was asked.</param>
/// <param name="Conversation">The follow-up questions with their answers.</param>
internal sealed record ExpertExplanation(string Explanation, string? Answer, IReadOnlyList<ConversationTurn> Conversation);
