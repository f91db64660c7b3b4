using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.LeaderElection;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Asks the informers and the elector, and keeps the host's last words.</summary>
internal sealed class OperatorHealth(IEnumerable<IInformerRunner> informers, ILeadershipGate gate) : IOperatorHealth
{
    private readonly IReadOnlyList<IInformerRunner> _informers = [.. informers];
    private volatile string? _failure;

    public bool CachesSynced => _informers.All(informer => informer.HasSynced);

    public bool IsLeader => gate.IsLeader;

    public string? Failure => _failure ?? (gate.IsOverdue ? "the leadership was not renewed, the lease has run out, and this process still runs" : null);

    /// <summary>The operator gives up.</summary>
    public void Fail(string reason) => _failure ??= reason;
}
