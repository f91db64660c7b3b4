using ClusterCode.ControllerRuntime.Caching;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Asks the informers.</summary>
internal sealed class OperatorHealth(IEnumerable<IInformerRunner> informers) : IOperatorHealth
{
    private readonly IReadOnlyList<IInformerRunner> _informers = [.. informers];

    public bool CachesSynced => _informers.All(informer => informer.HasSynced);
}
