using ClusterCode.Api.Conditions;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Answers.Grounding;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Prompting;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Answers;

/// <summary>Judges a model's answer: readable, of the right form, grounded, and not against what is proved.</summary>
internal static class AnswerJudge
{
    private const int MaxProblems = 5;

    public static AnswerVerdict Judge(string text, ChatFinishReason? finish, ExplanationRequest request, Prompt prompt)
    {
        if (finish == ChatFinishReason.Length)
        {
            return new AnswerVerdict.Rejected(
                ConditionReasons.AnswerInvalid,
                "the model's answer was cut off at its limit of tokens; raise spec.parameters.maxTokens",
                ["the answer was too long and was cut off: use fewer and shorter statements"]);
        }

        var reader = new AnswerReader([.. AnswerSchema.CauseIds(request)], !string.IsNullOrWhiteSpace(request.Question), prompt.AskedFollowUps);
        if (reader.Read(text) is not { } answer)
        {
            return new AnswerVerdict.Rejected(
                ConditionReasons.AnswerInvalid,
                $"the model's answer is not the JSON that was asked for: {reader.Problems[0]}",
                [.. reader.Problems.Distinct().Take(MaxProblems)]);
        }

        var doubts = request.RootCause is not null && answer.Cause != AnswerSchema.RootCause;
        if (doubts && request.RootCause is { Confidence: Confidence.High })
        {
            return new AnswerVerdict.Contradicted(
                $"the model holds {Held(answer.Cause)} for the root cause, not what fields and events of the API prove; the expert's words stand");
        }

        var grounded = new Grounder(request).Ground(answer);
        if (grounded.Explanation.Length == 0)
        {
            return new AnswerVerdict.Rejected(
                ConditionReasons.AnswerUngrounded,
                $"none of the model's {grounded.Made} statements is borne by the evidence",
                [.. grounded.Dropped.Distinct().Take(MaxProblems)])
            { Made = grounded.Made };
        }

        // Words about everything but the cause tell less than the expert's own.
        return request.RootCause is { Evidence: { Count: > 0 } evidence } && !grounded.Cited.Overlaps(evidence)
            ? new AnswerVerdict.Rejected(
                ConditionReasons.AnswerUngrounded,
                "what the evidence bears of the model's answer says nothing of the root cause",
                [$"no statement that stands is about the root cause, which {string.Join(" and ", evidence)} show", .. grounded.Dropped.Distinct().Take(MaxProblems - 1)])
            { Made = grounded.Made }
            : new AnswerVerdict.Accepted(grounded, doubts);
    }

    private static string Held(string cause) => cause == AnswerSchema.OtherCause ? "something else" : $"the expert's further cause {cause}";
}
