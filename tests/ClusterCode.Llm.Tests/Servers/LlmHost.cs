using System.Diagnostics.Metrics;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Caching;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Limits;
using ClusterCode.Llm.Probing;
using ClusterCode.Llm.Pulling;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ClusterCode.Llm.Tests.Servers;

/// <summary>The model side as the operator registers it, with its logs kept.</summary>
internal sealed class LlmHost : IDisposable
{
    private readonly ServiceProvider services;

    public LlmHost(TimeProvider? timeProvider = null, IPriorAnswers? prior = null, EndpointPolicy? policy = null, TelemetryOptions? telemetry = null)
    {
        var collection = new ServiceCollection();
        if (timeProvider is not null)
            collection.AddSingleton(timeProvider);
        if (telemetry is not null)
            collection.AddSingleton(telemetry);
        if (prior is not null)
            collection.AddSingleton(prior);
        // The tests' servers are on the loopback.
        collection.AddSingleton(policy ?? new EndpointPolicy { AllowLocal = true });
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Logs)));
        services = collection.AddClusterCodeLlm().BuildServiceProvider();
    }

    public FakeLogCollector Logs { get; } = FakeLogCollector.Create(new FakeLogCollectorOptions());

    public IExplainer Explainer => services.GetRequiredService<IExplainer>();

    public IBackendProbe Probe => services.GetRequiredService<IBackendProbe>();

    public IMeterFactory Meters => services.GetRequiredService<IMeterFactory>();

    public IUsageLedger Usage => services.GetRequiredService<IUsageLedger>();

    public IModelPuller Puller => services.GetRequiredService<IModelPuller>();

    public BackendSessions Sessions => services.GetRequiredService<BackendSessions>();

    /// <summary>A backend that gives up soon and keeps no answers, so that no test waits for a retry, or gets an answer, that it is not about.</summary>
    public static BackendConfiguration Backend(LlmProvider provider, Uri endpoint, string model = "tiny") => new()
    {
        Name = "ai/test",
        Spec = new LlmBackendSpec
        {
            Provider = provider,
            Endpoint = endpoint.ToString(),
            Model = model,
            Timeout = "30s",
            Cache = new LlmCache { Ttl = "0s" },
            Retry = new LlmRetry { MaxAttempts = 1, Backoff = "1ms" },
        },
    };

    public void Dispose() => services.Dispose();
}
