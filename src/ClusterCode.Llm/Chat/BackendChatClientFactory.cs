using System.ClientModel;
using System.ClientModel.Primitives;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Dialects;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Limits;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OllamaSharp;
using OpenAI;

namespace ClusterCode.Llm.Chat;

/// <summary>
/// Makes a backend's chat client. Outermost first:
/// <code>
/// telemetry → circuit breaker → a turn → the time limit → retries → unsupported parameters → limits per minute and day → stream → client library → HTTP handlers
/// </code>
/// </summary>
internal static class BackendChatClientFactory
{
    // The library insists on a key and sends it; AuthenticationHandler replaces it by the backend's own, or by none.
    private const string UnusedKey = "unused";

    public static IChatClient Create(
        BackendSettings settings, HttpClient http, ExchangeScope exchange, IRequestDialect dialect, RequestProfileStore profiles, BackendBooks books, BackendSurroundings around)
    {
        var (time, loggers) = (around.Time, around.Loggers);
        var client = settings.Provider == LlmProvider.Ollama ? Ollama(settings, http) : OpenAI(settings, http);
        return client.AsBuilder()
            .UseOpenTelemetry(loggers, LlmTelemetry.SourceName, telemetry => telemetry.EnableSensitiveData = around.Telemetry.CaptureMessages)
            .UseCircuitBreaker(settings, books, time)
            .UseTurns(settings, books.Ledger.Turns, time)
            .UseRequestTimeout(settings, time)
            .UseRetry(settings, time, loggers.CreateLogger<RetryChatClient>())
            .UseUnsupportedParameters(settings, dialect, profiles, around.Metrics, loggers.CreateLogger<UnsupportedParametersChatClient>())
            .UseRateLimit(settings, books.Ledger, time)
            .UseStreamedAnswers(settings, exchange, around.Metrics, time)
            .Build();
    }

    private static OllamaApiClient Ollama(BackendSettings settings, HttpClient http) => new(http, settings.Model);

    private static IChatClient OpenAI(BackendSettings settings, HttpClient http) =>
        new OpenAIClient(new ApiKeyCredential(UnusedKey), new OpenAIClientOptions
        {
            Endpoint = settings.Endpoint.V1,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        }).GetChatClient(settings.Model).AsIChatClient();
}
