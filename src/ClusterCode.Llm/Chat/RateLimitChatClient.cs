using ClusterCode.Api.Conditions;
using ClusterCode.Api.Durations;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Limits;
using ClusterCode.Llm.Prompting;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Chat;

/// <summary>
/// Keeps requests within the limits per minute and per day. It stands next to the wire, so that retries and repairs count as well. A request is counted by the most
/// that it can take before it is sent, and by what the server counted afterwards: the limits are never exceeded.
/// </summary>
internal sealed class RateLimitChatClient(IChatClient inner, BackendSettings settings, BackendLedger ledger, TimeProvider timeProvider)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var prompt = MessageTokens.Upper(conversation, options);
        var spending = await TakeAsync(prompt + settings.MaxAnswerTokens, options as ExchangeOptions, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(conversation, options, cancellationToken);
            ledger.Settle(spending, Counted(response, prompt));
            return response;
        }
        catch (BackendException exception) when (exception.Failure.Status is not null || exception.Failure.Reason == ConditionReasons.EndpointUnreachable)
        {
            // Refused before a token was made. Of what broke off later nobody knows how much was made: there the estimate stands.
            ledger.Settle(spending, 0);
            throw;
        }
    }

    private async Task<Spending> TakeAsync(int tokens, ExchangeOptions? options, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        while (true)
        {
            switch (ledger.TryTake(settings.Limits, tokens))
            {
                case LimitVerdict.Granted granted:
                    return granted.Spending;
                case LimitVerdict.Refused refused:
                    throw new BackendException(new BackendFailure(ConditionReasons.BudgetExhausted, $"LlmBackend {settings.Name}: {refused.Message}") { IsOwnLimit = true });
                case LimitVerdict.Later later when options is { MayWait: false } || waited + later.Wait > settings.Timeout:
                    throw new BackendException(new BackendFailure(
                        ConditionReasons.RateLimited,
                        $"{later.Limit} of LlmBackend {settings.Name} is reached, and there is no room for {GoDuration.Format(later.Wait)}; raise it if the server can take more")
                    { IsOwnLimit = true });
                case LimitVerdict.Later later:
                    waited += later.Wait;
                    await WaitAsync(later.Wait, options, cancellationToken);
                    break;
            }
        }
    }

    private Task WaitAsync(TimeSpan wait, ExchangeOptions? options, CancellationToken cancellationToken) => options?.Deadline is { } deadline
        ? deadline.WaitAsideAsync(wait, cancellationToken)
        : Task.Delay(wait, timeProvider, cancellationToken);

    private static int Counted(ChatResponse response, int prompt)
    {
        var read = response.Usage?.InputTokenCount is > 0 and var input ? (int)input : prompt;
        return read + (int)(response.Usage?.OutputTokenCount is > 0 and var output ? output : TokenEstimate.Upper(response.Text));
    }
}
