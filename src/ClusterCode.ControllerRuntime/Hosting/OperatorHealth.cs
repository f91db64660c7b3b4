using ClusterCode.ControllerRuntime.LeaderElection;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Asks the elector, and keeps what the host says.</summary>
internal sealed class OperatorHealth(ILeadershipGate gate) : IOperatorHealth
{
    private volatile bool _cachesSynced;
    private volatile string? _failure;

    public bool CachesSynced => _cachesSynced;

    public bool IsLeader => gate.IsLeader;

    public string? Failure => _failure ?? (gate.IsOverdue ? "the leadership was not renewed, the lease has run out, and this process still runs" : null);

    /// <summary>Every informer holds a first complete list.</summary>
    public void CachesAreFilled() => _cachesSynced = true;

    /// <summary>The operator gives up.</summary>
    public void Fail(string reason) => _failure ??= reason;
}
