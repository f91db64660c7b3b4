using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Dialects;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Limits;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Chat;

/// <summary>The decorators of a backend's chat client, as steps of its builder. The first one used is the outermost.</summary>
internal static class BackendChatClientBuilderExtensions
{
    /// <summary>Leaves a backend alone that keeps failing.</summary>
    public static ChatClientBuilder UseCircuitBreaker(this ChatClientBuilder builder, BackendSettings settings, BackendBooks books, TimeProvider timeProvider) =>
        builder.Use(inner => new CircuitBreakerChatClient(inner, settings, books, timeProvider));

    /// <summary>Bounds how many requests run at a time.</summary>
    public static ChatClientBuilder UseTurns(this ChatClientBuilder builder, BackendSettings settings, TurnQueue turns, TimeProvider timeProvider) =>
        builder.Use(inner => new TurnChatClient(inner, settings, turns, timeProvider));

    /// <summary>Bounds how much is asked in a minute and in a day.</summary>
    public static ChatClientBuilder UseRateLimit(this ChatClientBuilder builder, BackendSettings settings, BackendLedger ledger, TimeProvider timeProvider) =>
        builder.Use(inner => new RateLimitChatClient(inner, settings, ledger, timeProvider));

    /// <summary>Bounds how long a request takes, retries included.</summary>
    public static ChatClientBuilder UseRequestTimeout(this ChatClientBuilder builder, BackendSettings settings, TimeProvider timeProvider) =>
        builder.Use(inner => new RequestTimeoutChatClient(inner, settings, timeProvider));

    /// <summary>Sends a request again when its failure may pass.</summary>
    public static ChatClientBuilder UseRetry(this ChatClientBuilder builder, BackendSettings settings, TimeProvider timeProvider, ILogger logger) =>
        builder.Use(inner => new RetryChatClient(inner, settings, timeProvider, logger));

    /// <summary>Leaves out what the server rejects.</summary>
    public static ChatClientBuilder UseUnsupportedParameters(
        this ChatClientBuilder builder, BackendSettings settings, IRequestDialect dialect, RequestProfileStore profiles, LlmMetrics metrics, ILogger logger) =>
        builder.Use(inner => new UnsupportedParametersChatClient(inner, settings, dialect, profiles, metrics, logger));

    /// <summary>Reads every answer as a stream.</summary>
    public static ChatClientBuilder UseStreamedAnswers(this ChatClientBuilder builder, BackendSettings settings, ExchangeScope exchange, LlmMetrics metrics, TimeProvider timeProvider) =>
        builder.Use(inner => new StreamedAnswerChatClient(inner, settings, exchange, metrics, timeProvider));
}
