using ClusterCode.Api.Conditions;
using ClusterCode.Api.Durations;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Chat;

/// <summary>Bounds a request, its retries included, by <c>spec.timeout</c>.</summary>
internal sealed class RequestTimeoutChatClient(IChatClient inner, BackendSettings settings, TimeProvider timeProvider)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var deadline = new RequestDeadline(settings.Timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        if (options is ExchangeOptions exchange)
            exchange.Deadline = deadline;
        try
        {
            return await base.GetResponseAsync(messages, options, linked.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested && deadline.Token.IsCancellationRequested)
        {
            throw new BackendException(
                new BackendFailure(
                    ConditionReasons.Timeout,
                    $"{settings.Endpoint.Root} did not complete an answer of model {settings.Model} within {GoDuration.Format(settings.Timeout)}; raise spec.timeout, lower spec.parameters.maxTokens or contextWindow, or use a smaller model"),
                exception);
        }
    }
}
