using ClusterCode.Api.Conditions;
using ClusterCode.Api.Durations;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Limits;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Chat;

/// <summary>
/// Lets at most <c>spec.limits.maxConcurrentRequests</c> requests through at a time. The wait does not count against
/// <c>spec.timeout</c>, which is about the server, but it is bounded by as much again.
/// </summary>
internal sealed class TurnChatClient(IChatClient inner, BackendSettings settings, TurnQueue turns, TimeProvider timeProvider)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var limit = settings.Limits.ConcurrentRequests;
        if (!turns.TryEnter(limit))
        {
            if (options is ExchangeOptions { MayWait: false })
                throw new BackendException(Busy($"{limit} requests are under way at LlmBackend {settings.Name}, as many as spec.limits.maxConcurrentRequests allows"));
            await WaitAsync(limit, cancellationToken);
        }

        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        finally
        {
            turns.Leave();
        }
    }

    private async Task WaitAsync(int limit, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(settings.Timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            await turns.EnterAsync(limit, linked.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BackendException(
                Busy($"waited {GoDuration.Format(settings.Timeout)} for a turn at LlmBackend {settings.Name}: {limit} requests at a time are allowed, and all are under way; raise spec.limits.maxConcurrentRequests if the server can take more"),
                exception);
        }
    }

    private static BackendFailure Busy(string message) => new(ConditionReasons.RateLimited, message) { IsOwnLimit = true };
}
