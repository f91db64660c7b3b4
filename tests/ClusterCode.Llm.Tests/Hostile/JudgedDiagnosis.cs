using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Answers;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Prompting;
using ClusterCode.Llm.Redaction;
using ClusterCode.Llm.Tests.Samples;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>What becomes of answers to one diagnosis, without a server between.</summary>
internal sealed class JudgedDiagnosis
{
    private readonly Prompt prompt;
    private readonly ExpertExplanation expert;

    public JudgedDiagnosis(ExplanationRequest request)
    {
        Request = RedactedRequest.Of(request);
        expert = ExpertWords.Explain(Request);
        prompt = new PromptBuilder(Request, SampleSettings.Of(LlmProvider.VLLM)).Build([]);
    }

    public ExplanationRequest Request { get; }

    public ExplanationOutcome Outcome(HostileAnswer answer)
    {
        var usage = new UsageMeter(SampleSettings.Configuration(LlmProvider.VLLM), TimeProvider.System);
        return AnswerJudge.Judge(answer.Text, answer.Finish, Request, prompt) switch
        {
            AnswerVerdict.Accepted accepted => Outcomes.Answered(Request, accepted, expert, prompt, usage),
            AnswerVerdict.Contradicted contradicted => Outcomes.Fallback(expert, usage, ConditionReasons.AnswerUngrounded, contradicted.Message),
            AnswerVerdict.Rejected rejected => Outcomes.Fallback(expert, usage, rejected.Reason, rejected.Message),
            _ => throw new InvalidOperationException("there is no other verdict"),
        };
    }
}
