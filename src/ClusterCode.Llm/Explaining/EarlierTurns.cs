using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Llm.Answers.Grounding;
using ClusterCode.Llm.BuiltIn;

namespace ClusterCode.Llm.Explaining;

/// <summary>A conversation that goes on: what was answered stays, as long as the evidence of today bears it.</summary>
internal static class EarlierTurns
{
    /// <summary>
    /// The turns that stand, from the first on. What the expert answered in a model's stead is not among them: a model may know better now.
    /// </summary>
    public static IReadOnlyList<ConversationTurn> Standing(ExplanationRequest request) =>
    [
        .. request.History
            .Zip(request.FollowUps)
            .TakeWhile(pair => pair.First.Question == pair.Second
                && pair.First.Answer != ExpertAnswers.Answer(pair.Second, request)
                && KeptWords.Stand(pair.First.Answer, request))
            .Select(pair => pair.First),
    ];
}
