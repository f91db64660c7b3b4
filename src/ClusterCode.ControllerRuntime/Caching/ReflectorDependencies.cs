using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Metrics;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>What every reflector works with.</summary>
internal sealed record ReflectorDependencies(
    ApiConnection Connection,
    CollectionReader Collections,
    RuntimeMetrics Metrics,
    TimeProvider TimeProvider,
    Random Random,
    ILogger Logger);
