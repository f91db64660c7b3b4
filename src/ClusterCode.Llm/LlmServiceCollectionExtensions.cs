using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Caching;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Limits;
using ClusterCode.Llm.Probing;
using ClusterCode.Llm.Pulling;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm;

/// <summary>Registration of the model side.</summary>
public static class LlmServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IBackendProbe"/>, <see cref="IModelPuller"/> and <see cref="IExplainer"/>, all usable from any thread. Logging must be registered too; without an <see cref="EndpointPolicy"/> the strictest holds.</summary>
    /// <param name="services">The services to add to.</param>
    public static IServiceCollection AddClusterCodeLlm(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton(new EndpointPolicy());
        services.TryAddSingleton(new TelemetryOptions());
        services.TryAddSingleton<LlmMetrics>();
        services.TryAddSingleton<UsageLedger>();
        services.TryAddSingleton<IUsageLedger>(static provider => provider.GetRequiredService<UsageLedger>());
        services.TryAddSingleton<BackendSurroundings>();
        services.TryAddSingleton<BackendSessions>();
        services.TryAddSingleton<IBackendProbe, BackendProbe>();
        services.TryAddSingleton<IModelPuller, ModelPuller>();
        services.TryAddSingleton<IPriorAnswers, NoPriorAnswers>();
        services.TryAddSingleton<Explainer>();
        services.TryAddSingleton<IExplainer>(static provider => new CachingExplainer(
            provider.GetRequiredService<Explainer>(), provider.GetRequiredService<IPriorAnswers>(), provider.GetRequiredService<LlmMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CachingExplainer>>()));
        return services;
    }
}
