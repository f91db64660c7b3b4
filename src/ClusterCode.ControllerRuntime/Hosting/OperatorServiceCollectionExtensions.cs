using System.Reflection;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Events;
using ClusterCode.ControllerRuntime.LeaderElection;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Status;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Where an operator begins.</summary>
public static class OperatorServiceCollectionExtensions
{
    /// <summary>
    /// Adds the runtime: <see cref="IApiClient"/>, <see cref="IEventRecorder"/>, <see cref="IStatusWriter"/>, <see cref="IOperatorHealth"/>, and the hosted services that run informers and controllers.
    /// A <see cref="KubernetesClientConfiguration"/>, a <see cref="TimeProvider"/> and a <see cref="Random"/> are taken from the services where they are; the defaults are the
    /// cluster that the process runs in, else the kubeconfig's, the system's clock and the shared generator. So is an <see cref="ILeadershipGate"/>; by default <see cref="OperatorSettings.LeaderElection"/> says who leads.
    /// When the operator cannot go on (a cache that does not fill, a part that breaks, a lost leadership) it stops the host, and <see cref="IOperatorHealth.Failure"/> says why: the program's exit code should tell.
    /// </summary>
    public static IOperatorBuilder AddKubernetesOperator(this IServiceCollection services, Action<OperatorSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(OperatorSettings)))
            throw new InvalidOperationException("AddKubernetesOperator was called twice: keep the builder that the first call returned.");
        var settings = new OperatorSettings();
        configure?.Invoke(settings);
        ArgumentException.ThrowIfNullOrWhiteSpace(settings.Name);
        if (QualifiedName.ProblemOf(settings.Name) is { } problem)
            throw new ArgumentException($"The operator's name {settings.Name} is not a qualified name, which the API server asks of whoever reports events: {problem}.", nameof(configure));
        if (settings.LeaderElection.Enabled)
            settings.LeaderElection.Validate();

        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton(provider => Connect(provider, UserAgent(settings.Name)));
        services.TryAddSingleton<ILeadershipGate>(provider => settings.LeaderElection.Enabled ? Elector(provider, settings) : new AlwaysLeader());
        services.AddSingleton<RuntimeMetrics>();
        services.AddSingleton<IApiTransport, ClusterTransport>();
        services.AddSingleton<ApiConnection>();
        services.AddSingleton<CollectionReader>();
        services.AddSingleton<IApiClient>(provider => new ApiClient(
            provider.GetRequiredService<ApiConnection>(),
            provider.GetRequiredService<CollectionReader>(),
            settings.Name,
            provider.GetRequiredService<ILogger<ApiClient>>()));
        services.AddSingleton<IStatusWriter, StatusWriter>();
        services.AddSingleton<OperatorHealth>();
        services.AddSingleton<IOperatorHealth>(provider => provider.GetRequiredService<OperatorHealth>());
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<IEventRecorder>(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService<OperatorHost>();
        return new OperatorBuilder(services);
    }

    private static ClusterConnection Connect(IServiceProvider provider, string userAgent)
    {
        var (timeProvider, loggers) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>());
        return provider.GetService<KubernetesClientConfiguration>() is { } configuration
            ? ClusterConnection.Open(configuration, userAgent, timeProvider, loggers)
            : ClusterConnection.Open(null, null, userAgent, timeProvider, loggers);
    }

    private static LeaderElector Elector(IServiceProvider provider, OperatorSettings settings) => new LeaderElector(
        settings.LeaderElection,
        new LeaseClient(
            provider.GetRequiredService<IApiTransport>(),
            settings.LeaderElection.LeaseNamespace!,
            settings.LeaderElection.LeaseName ?? settings.Name.Replace('/', '.'),
            settings.Name),
        // A process has an identity of its own: what one before it in the same pod held is not its.
        $"{settings.Instance}_{Guid.NewGuid()}",
        provider.GetRequiredService<RuntimeMetrics>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<Random>(),
        provider.GetRequiredService<ILogger<LeaderElector>>());

    private static string UserAgent(string name)
    {
        var assembly = Assembly.GetEntryAssembly() ?? typeof(OperatorServiceCollectionExtensions).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        return $"{name.Replace('/', '.')}/{version.Split('+')[0]}";
    }
}
