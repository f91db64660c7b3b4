using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Chat;

/// <summary>
/// Asks for a stream even where the whole answer is wanted: servers notice at once when a stream's reader goes away, and a silence
/// in mid-answer can be told from a long one. An answer is complete only when the server said why it ended.
/// </summary>
internal sealed class StreamedAnswerChatClient(IChatClient inner, BackendSettings settings, ExchangeScope exchange, LlmMetrics metrics, TimeProvider timeProvider)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        (options as ExchangeOptions)?.CountRequest();
        using var stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        exchange.Begin(linked.Token);
        try
        {
            var start = timeProvider.GetTimestamp();
            var updates = new List<ChatResponseUpdate>();
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, linked.Token))
            {
                if (updates.Count == 0)
                    metrics.AnswerBegan(settings.Name, timeProvider.GetElapsedTime(start));
                updates.Add(update);
                stall.CancelAfter(BackendDefaults.StallTimeout);
            }

            var response = updates.ToChatResponse();
            return response.FinishReason is not null ? response : throw new BackendException(Unfinished(updates.Count));
        }
        catch (Exception exception)
        {
            // Closing the connection under a read may surface as a broken connection.
            cancellationToken.ThrowIfCancellationRequested();
            throw new BackendException(Judge(exception, stall.IsCancellationRequested), exception);
        }
        finally
        {
            await linked.CancelAsync();
        }
    }

    private BackendFailure Judge(Exception exception, bool stalled)
    {
        if (BackendException.In(exception) is { } known)
            return known.Failure;
        if (stalled)
        {
            return new BackendFailure(
                ConditionReasons.Timeout,
                $"{settings.Endpoint.Root} began to answer and then sent nothing for {BackendDefaults.StallTimeout.TotalSeconds:0} s; was the server stopped, or is it out of memory?")
            { Transient = true };
        }

        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is IOException or HttpRequestException)
                return TransportFailures.Judge(exception, settings);
            if (cause is JsonException)
                break;
        }

        return new BackendFailure(
            ConditionReasons.UnexpectedAnswer,
            $"{settings.Endpoint.Root} answers in a form that provider {settings.Provider} does not use ({exception.GetType().Name}); correct spec.provider or spec.endpoint");
    }

    private BackendFailure Unfinished(int updates) => updates == 0
        ? new BackendFailure(
            ConditionReasons.UnexpectedAnswer,
            $"{settings.Endpoint.Root} answers success and no stream of an answer; correct spec.provider or spec.endpoint")
        : new BackendFailure(
            ConditionReasons.EndpointError,
            $"{settings.Endpoint.Root} ended its answer before it was complete; was the server restarted or killed?")
        { Transient = true };
}
