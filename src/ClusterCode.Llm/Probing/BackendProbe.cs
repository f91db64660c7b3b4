using ClusterCode.Api.Conditions;
using ClusterCode.Api.Durations;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Probing.Providers;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Probing;

internal sealed partial class BackendProbe(BackendSessions sessions, TimeProvider timeProvider, ILogger<BackendProbe> logger) : IBackendProbe
{
    private const int MaxModels = 50;
    private const int MaxModelsInMessage = 10;

    public async Task<ProbeResult> ProbeAsync(BackendConfiguration backend, CancellationToken cancellationToken)
    {
        if (backend.Spec.Provider == LlmProvider.BuiltIn)
            return new ProbeResult { Ready = true, Reason = ConditionReasons.BackendReady, Message = "the built-in expert needs no server" };
        var start = timeProvider.GetTimestamp();
        try
        {
            using var lease = sessions.Rent(backend);
            var facts = await AskAsync(lease.Session, cancellationToken);
            lease.Session.Profiles.ServerIs(facts.Version);
            return Judge(facts, lease.Session, timeProvider.GetElapsedTime(start));
        }
        catch (BackendException exception)
        {
            LogFailed(backend.Name, exception.Failure.Reason);
            return new ProbeResult
            {
                Ready = false,
                Reason = exception.Failure.Reason,
                Message = exception.Failure.Message,
                Latency = exception.Failure.Status is null ? null : timeProvider.GetElapsedTime(start),
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A server can surprise in ways that nobody thought of; the controller that probes must go on.
            LogSurprised(exception, backend.Name);
            return new ProbeResult
            {
                Ready = false,
                Reason = ConditionReasons.UnexpectedAnswer,
                Message = $"probing {backend} failed unexpectedly ({exception.GetType().Name}); the operator's log has the details",
            };
        }
    }

    private async Task<ServerFacts> AskAsync(BackendSession session, CancellationToken cancellationToken)
    {
        var time = session.Settings.Timeout < BackendDefaults.ProbeTimeout ? session.Settings.Timeout : BackendDefaults.ProbeTimeout;
        using var limit = new CancellationTokenSource(time, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ProbeOf(session.Settings.Provider).AskAsync(new ProbeExchange(session, timeProvider), linked.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BackendException(
                new BackendFailure(
                    ConditionReasons.Timeout,
                    $"{session.Settings.Endpoint.Root} did not answer the probe within {GoDuration.Format(time)}; is the server overloaded, or is something between dropping packets?"),
                exception);
        }
    }

    private static ProbeResult Judge(ServerFacts facts, BackendSession session, TimeSpan latency)
    {
        var settings = session.Settings;
        var result = new ProbeResult
        {
            Ready = true,
            Reason = ConditionReasons.BackendReady,
            Message = $"{settings.Endpoint.Root} serves model {settings.Model}{ContextAdvice.For(facts.ContextWindow, settings)}",
            ServerVersion = facts.Version is null ? null : ServerText.Quote(facts.Version, settings.ApiKey),
            Models = [.. facts.Models.Take(MaxModels).Select(name => ServerText.Quote(name, settings.ApiKey))],
            ContextWindow = facts.ContextWindow,
            // What rejections of real requests showed beats what the kind of server promises.
            Capabilities = session.Profiles.Current.Correct(facts.Capabilities),
            Latency = latency,
        };
        return facts.ServesModel ? result : result with
        {
            Ready = false,
            Reason = ConditionReasons.ModelNotFound,
            Message = $"{settings.Endpoint.Root} does not serve model {settings.Model}; it serves {List(result.Models, facts.Models.Count)}. Correct spec.model"
                + (settings.Provider == LlmProvider.Ollama ? $", set spec.pull: IfNotPresent, or run `ollama pull {settings.Model}` on the server" : ""),
        };
    }

    private static string List(IReadOnlyList<string> models, int count) => count switch
    {
        0 => "no model at all",
        <= MaxModelsInMessage => string.Join(", ", models),
        _ => $"{string.Join(", ", models.Take(MaxModelsInMessage))} and {count - MaxModelsInMessage} more",
    };

    private static IProviderProbe ProbeOf(LlmProvider provider) => provider switch
    {
        LlmProvider.Ollama => new OllamaProbe(),
        LlmProvider.LlamaCpp => new LlamaCppProbe(),
        LlmProvider.VLLM => new VllmProbe(),
        LlmProvider.TGI => new TgiProbe(),
        LlmProvider.LiteLLM => new LiteLlmProbe(),
        _ => new OpenAICompatibleProbe(),
    };
}
