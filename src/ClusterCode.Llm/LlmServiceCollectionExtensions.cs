using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClusterCode.Llm;

/// <summary>Registration of the model side.</summary>
public static class LlmServiceCollectionExtensions
{
    /// <summary>Adds <see cref="Probing.IBackendProbe"/> and <see cref="Explaining.IExplainer"/>. Logging and metrics must be there.</summary>
    /// <param name="services">The services to add to.</param>
    public static IServiceCollection AddClusterCodeLlm(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
