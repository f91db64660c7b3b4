using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Limits;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Chat;

/// <summary>Leaves a backend alone that failed several times in a row, so that not every diagnosis waits for it in vain.</summary>
internal sealed class CircuitBreakerChatClient(IChatClient inner, BackendSettings settings, BackendBooks books, TimeProvider timeProvider)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!books.Circuit.TryEnter())
        {
            throw new BackendException(new BackendFailure(
                ConditionReasons.CircuitOpen,
                $"LlmBackend {settings.Name} failed {CircuitBreaker.Threshold} times or more in a row and is left alone for a while; its condition Ready says what is wrong with it")
            { IsOwnLimit = true });
        }

        var start = timeProvider.GetTimestamp();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            books.Pace.Add(timeProvider.GetElapsedTime(start));
            books.Circuit.Succeeded();
            return response;
        }
        catch (BackendException exception) when (IsOfTheBackend(exception.Failure))
        {
            books.Circuit.Failed();
            throw;
        }
        catch
        {
            books.Circuit.Abandoned();
            throw;
        }
    }

    // A prompt that is too long, and a limit that is reached, say nothing of the server's health.
    private static bool IsOfTheBackend(BackendFailure failure) =>
        !failure.IsOwnLimit && failure.Reason is not (ConditionReasons.ContextOverflow or ConditionReasons.RateLimited or ConditionReasons.InvalidSpec);
}
