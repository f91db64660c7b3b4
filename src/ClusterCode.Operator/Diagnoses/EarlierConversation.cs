using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Llm.Text;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>What was answered in a diagnosis that is made anew because a question was added to it. Pure.</summary>
/// <param name="Turns">The answered questions that are still asked, from the first on.</param>
/// <param name="Evidence">What the answers cite and was not gathered again, such as what a model asked for.</param>
internal sealed record EarlierConversation(IReadOnlyList<ConversationTurn> Turns, IReadOnlyList<EvidenceItem> Evidence)
{
    private static readonly EarlierConversation None = new([], []);

    /// <summary>Of the status before, as long as the failure is the same.</summary>
    public static EarlierConversation Of(DiagnosisRequestSpec spec, DiagnosisRequestStatus? before, ExpertReport report)
    {
        if (before is null || before.Fingerprint != report.Fingerprint || spec.Depth == DiagnosisDepth.Analyze)
            return None;
        var turns = before.Conversation.Zip(spec.FollowUps ?? []).TakeWhile(pair => pair.First.Question == pair.Second).Select(pair => pair.First).ToList();
        var cited = turns.SelectMany(turn => Citations.In(turn.Answer)).ToHashSet(StringComparer.Ordinal);
        // An id that means something else today would have an answer cite what it does not rest on.
        cited.ExceptWith(report.Evidence.Select(item => item.Id));
        return new EarlierConversation(turns, [.. before.Evidence.Where(item => cited.Contains(item.Id))]);
    }
}
