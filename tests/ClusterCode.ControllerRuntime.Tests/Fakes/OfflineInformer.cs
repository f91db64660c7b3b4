using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>An informer without a server: the test itself tells it what a reflector would.</summary>
internal static class OfflineInformer
{
    public static Informer<T> Create<T>(ResourceDefinition<T> definition, Action<InformerOptions<T>>? configure = null, ILogger? logger = null)
        where T : class
    {
        var options = new InformerOptions<T>();
        configure?.Invoke(options);
        // It is never run, so there is nothing that it could ask of a connection.
        return new Informer<T>(definition, options, new ReflectorDependencies(null!, null!, TestMetrics.Create(), new FakeTimeProvider(), new Random(1), logger ?? NullLogger.Instance));
    }
}
