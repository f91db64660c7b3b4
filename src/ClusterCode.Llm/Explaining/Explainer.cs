using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Answers;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Chat;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Investigating;
using ClusterCode.Llm.Prompting;
using ClusterCode.Llm.Redaction;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Explaining;

/// <summary>Asks the model, once more when its answer does not stand, and else lets the expert speak.</summary>
internal sealed partial class Explainer(BackendSessions sessions, LlmMetrics metrics, TimeProvider timeProvider, ILogger<Explainer> logger) : IExplainer
{
    // The first answer, and one that repairs it: a model that fails twice with its mistakes named will fail again.
    private const int MaxAnswers = 2;

    public async Task<ExplanationOutcome> ExplainAsync(ExplanationRequest request, BackendConfiguration backend, CancellationToken cancellationToken)
    {
        var outcome = await OutcomeAsync(request, backend, cancellationToken);
        metrics.Explained(backend.Name, outcome);
        return outcome;
    }

    private async Task<ExplanationOutcome> OutcomeAsync(ExplanationRequest request, BackendConfiguration backend, CancellationToken cancellationToken)
    {
        request = request with { History = EarlierTurns.Standing(request) };
        var expert = ExpertWords.Explain(request);
        if (backend.Spec.Provider == LlmProvider.BuiltIn)
            return Outcomes.BuiltIn(expert, ConditionReasons.BuiltIn, "the expert's own words: no model is configured");
        if (request.Evidence.Count == 0 && request.Tools.Count == 0)
            return Outcomes.BuiltIn(expert, ConditionReasons.NothingToExplain, "there is no evidence that a model could explain");
        var usage = new UsageMeter(backend, timeProvider);
        try
        {
            using var lease = sessions.Rent(backend);
            var known = RedactedRequest.Of(request);
            if (request.Tools.Count == 0)
                return await AskAsync(known, lease.Session, expert, usage, cancellationToken);
            var gathered = await new Investigator(timeProvider).InvestigateAsync(known, lease.Session, usage, cancellationToken);
            if (known.Evidence.Count + gathered.Count == 0)
                return Outcomes.BuiltIn(expert, ConditionReasons.NothingToExplain, "there is no evidence that a model could explain, nor did it ask for any");
            var more = known with { Evidence = [.. known.Evidence, .. gathered], Investigated = [.. gathered.Select(item => item.Id)] };
            return Outcomes.Investigated(await AskAsync(more, lease.Session, expert, usage, cancellationToken), gathered);
        }
        catch (BackendException exception)
        {
            LogFailed(backend.Name, exception.Failure.Reason);
            return Outcomes.Fallback(expert, usage, exception.Failure.Reason, exception.Failure.Message) with { IsBusy = exception.Failure is { IsOwnLimit: true, Reason: ConditionReasons.RateLimited } };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A diagnosis is never lost to its explanation, whatever a client library throws.
            LogSurprised(exception, backend.Name);
            return Outcomes.Fallback(expert, usage, ConditionReasons.UnexpectedAnswer, $"asking {backend} failed unexpectedly ({exception.GetType().Name}); the operator's log has the details");
        }
    }

    private async Task<ExplanationOutcome> AskAsync(
        ExplanationRequest request, BackendSession session, ExpertExplanation expert, UsageMeter usage, CancellationToken cancellationToken)
    {
        var builder = new PromptBuilder(request, session.Settings);
        AnswerVerdict.Rejected? rejected = null;
        for (var i = 0; i < MaxAnswers; i++)
        {
            if (i > 0)
                metrics.Repaired(usage.Backend.Name);
            var prompt = builder.Build(rejected?.Problems ?? []);
            var response = await SendAsync(request, prompt, session, usage, cancellationToken);
            if (SilentTruncation.Detect(prompt, response.Usage?.InputTokenCount, session.Settings) is { } truncated)
                throw new BackendException(truncated);
            switch (AnswerJudge.Judge(response.Text, response.FinishReason, request, prompt))
            {
                case AnswerVerdict.Accepted accepted:
                    metrics.Judged(usage.Backend.Name, accepted.Answer.Made, accepted.Answer.Dropped.Count);
                    LogAnswered(usage.Backend.Name, accepted.Answer.Made, accepted.Answer.Dropped.Count);
                    return Outcomes.Answered(request, accepted, expert, prompt, usage);
                case AnswerVerdict.Contradicted contradicted:
                    return Outcomes.Fallback(expert, usage, ConditionReasons.AnswerUngrounded, contradicted.Message);
                case AnswerVerdict.Rejected again:
                    metrics.Judged(usage.Backend.Name, again.Made, again.Made);
                    LogRejected(usage.Backend.Name, again.Reason, again.Problems.Count);
                    rejected = again;
                    break;
            }
        }

        return Outcomes.Fallback(expert, usage, rejected!.Reason, $"{rejected.Message}, nor was a second answer any better; the expert's words stand");
    }

    private static async Task<ChatResponse> SendAsync(
        ExplanationRequest request, Prompt prompt, BackendSession session, UsageMeter usage, CancellationToken cancellationToken)
    {
        var options = new ExchangeOptions(session.Settings, AnswerSchema.For(request, prompt.AskedFollowUps)) { MayWait = request.MayWait };
        try
        {
            var response = await session.Chat.GetResponseAsync(
                [new ChatMessage(ChatRole.System, prompt.System), new ChatMessage(ChatRole.User, prompt.User)], options, cancellationToken);
            usage.Add(prompt, response);
            return response;
        }
        finally
        {
            usage.AddRequests(options.Requests);
        }
    }
}
