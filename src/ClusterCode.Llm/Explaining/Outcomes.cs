using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Answers;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Prompting;

namespace ClusterCode.Llm.Explaining;

/// <summary>Puts together what is shown: the model's words where they stand, the expert's everywhere else.</summary>
internal static class Outcomes
{
    /// <summary>The model answered, and something of it stands.</summary>
    public static ExplanationOutcome Answered(ExplanationRequest request, AnswerVerdict.Accepted accepted, ExpertExplanation expert, Prompt prompt, UsageMeter usage)
    {
        var answer = accepted.Answer;
        var unasked = request.FollowUps.Count - prompt.AskedFollowUps;
        return new ExplanationOutcome
        {
            Explained = true,
            Reason = ConditionReasons.ModelAnswered,
            Message = $"model {usage.Backend.Spec.Model} of LlmBackend {usage.Backend.Name} answered"
                + (accepted.DoubtsCause ? "; it holds something else for the root cause than the expert, who is not sure of it" : "")
                + (answer.Denials > 0 ? "; statements that deny what the expert found were left out" : "")
                + (answer.Dropped.Count > answer.Denials ? "; statements that the evidence does not bear were left out" : ""),
            Explanation = answer.Explanation,
            Answer = expert.Answer is not null && answer.Answer.Length > 0 ? answer.Answer : expert.Answer,
            Conversation =
            [
                .. expert.Conversation.Select((turn, i) => i >= unasked && answer.FollowUps[i - unasked] is { Length: > 0 } text ? turn with { Answer = text } : turn),
            ],
            Remediation = answer.Fixes,
            Usage = usage.Of(usage.Backend.Name),
        };
    }

    /// <summary>The same, with what the model asked for before it explained.</summary>
    public static ExplanationOutcome Investigated(ExplanationOutcome outcome, IReadOnlyList<EvidenceItem> gathered) => outcome with
    {
        Gathered = gathered,
        Message = gathered.Count == 0
            ? $"{outcome.Message}; it asked nothing of the cluster"
            : $"{outcome.Message}; it looked at {string.Join(", ", gathered.Select(item => item.Source))} first",
    };

    /// <summary>The expert's own words, as was asked for.</summary>
    public static ExplanationOutcome BuiltIn(ExpertExplanation expert, string reason, string message) => new()
    {
        Explained = true,
        Reason = reason,
        Message = message,
        Explanation = expert.Explanation,
        Answer = expert.Answer,
        Conversation = expert.Conversation,
        Usage = new ModelUsage { Backend = nameof(LlmProvider.BuiltIn) },
    };

    /// <summary>The expert's words, because the model failed.</summary>
    public static ExplanationOutcome Fallback(ExpertExplanation expert, UsageMeter usage, string reason, string message) =>
        BuiltIn(expert, reason, message) with
        {
            Explained = false,
            Usage = usage.Of(nameof(LlmProvider.BuiltIn)) with { Model = null, FallbackFrom = usage.Backend.Name },
        };
}
