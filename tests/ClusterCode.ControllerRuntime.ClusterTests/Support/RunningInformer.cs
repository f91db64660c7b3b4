using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClusterCode.ControllerRuntime.ClusterTests.Support;

/// <summary>An informer of the ConfigMaps with one label, on a clock of its choice, with two handlers that mirror it.</summary>
internal sealed class RunningInformer : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    private RunningInformer(ServiceProvider services, Informer<V1ConfigMap> informer)
    {
        _services = services;
        Informer = informer;
        foreach (var handler in Handlers)
            informer.AddHandler(handler);
        _run = Task.Run(() => informer.RunAsync(_stop.Token));
    }

    public Informer<V1ConfigMap> Informer { get; }

    public IReadOnlyList<MirroringHandler> Handlers { get; } = [new MirroringHandler(), new MirroringHandler()];

    /// <summary>Name and version of every object in the store.</summary>
    public IReadOnlyDictionary<string, string> Stored => Informer.Store.List().ToDictionary(map => map.Metadata.Name, map => map.Metadata.ResourceVersion);

    public static RunningInformer Start(KubernetesClientConfiguration configuration, string labelSelector, TimeProvider clock, int seed = 1)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(configuration);
        collection.AddSingleton(clock);
        collection.AddKubernetesOperator();
        var services = collection.BuildServiceProvider();
        return new RunningInformer(services, new Informer<V1ConfigMap>(
            ResourceDefinition.For<V1ConfigMap>(),
            new InformerOptions<V1ConfigMap> { Namespace = "default", LabelSelector = labelSelector },
            new ReflectorDependencies(
                services.GetRequiredService<ApiConnection>(),
                services.GetRequiredService<CollectionReader>(),
                services.GetRequiredService<RuntimeMetrics>(),
                clock,
                new Random(seed),
                NullLogger.Instance)));
    }

    /// <summary>Waits until every handler has been told of an object.</summary>
    public Task ToldOfAsync(string name, CancellationToken cancellationToken) => Task.WhenAll(Handlers.Select(handler => handler.ToldOfAsync(name, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await _services.DisposeAsync();
        _stop.Dispose();
    }
}
