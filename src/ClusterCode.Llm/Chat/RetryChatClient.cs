using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Chat;

/// <summary>Sends a request again when its failure may pass by itself. A prompt that is too long, or a request at fault, is never sent again unchanged.</summary>
internal sealed partial class RetryChatClient(IChatClient inner, BackendSettings settings, TimeProvider timeProvider, ILogger logger)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }
            catch (BackendException exception) when (exception.Failure.Transient && attempt < settings.MaxAttempts && options is not ExchangeOptions { MayWait: false })
            {
                var wait = WaitAfter(attempt, exception.Failure.RetryAfter);
                LogRetry(settings.Name, attempt, settings.MaxAttempts, exception.Failure.Reason, wait);
                await Task.Delay(wait, timeProvider, cancellationToken);
            }
        }
    }

    private TimeSpan WaitAfter(int attempt, TimeSpan? retryAfter)
    {
        // The exponent is bounded so that no count of attempts overflows; the cap below is reached long before.
        var wait = retryAfter is { } asked && asked > TimeSpan.Zero ? asked : settings.Backoff * Math.Pow(2, Math.Min(attempt - 1, 16));
        return wait < BackendDefaults.MaxBackoff ? wait : BackendDefaults.MaxBackoff;
    }
}
