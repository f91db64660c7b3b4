using ClusterCode.Api.Conditions;
using ClusterCode.Api.Durations;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Chat;

/// <summary>
/// Lets at most <c>spec.limits.maxConcurrentRequests</c> requests through at a time. The wait does not count against
/// <c>spec.timeout</c>, which is about the server, but it is bounded by as much again.
/// </summary>
internal sealed class ConcurrencyLimitChatClient(IChatClient inner, BackendSettings settings, TimeProvider timeProvider)
    : DelegatingChatClient(inner)
{
    private readonly SemaphoreSlim slots = new(settings.MaxConcurrentRequests);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await TakeSlotAsync(cancellationToken);
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            slots.Dispose();
        base.Dispose(disposing);
    }

    private async Task TakeSlotAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(settings.Timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await slots.WaitAsync(linked.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BackendException(
                new BackendFailure(
                    ConditionReasons.Timeout,
                    $"waited {GoDuration.Format(settings.Timeout)} for a turn at LlmBackend {settings.Name}: {settings.MaxConcurrentRequests} requests at a time are allowed, and all are under way; raise spec.limits.maxConcurrentRequests if the server can take more"),
                exception);
        }
    }
}
