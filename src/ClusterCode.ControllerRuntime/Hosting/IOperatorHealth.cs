namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>What the health endpoints and the exit code have to know. All members may be asked at any time, by any thread.</summary>
public interface IOperatorHealth
{
    /// <summary>True once every informer holds a first complete list. A replica that does not lead is ready too: it could lead the next moment.</summary>
    bool CachesSynced { get; }

    /// <summary>Whether this process leads now, and so acts.</summary>
    bool IsLeader { get; }

    /// <summary>
    /// Why this process should be restarted; null while it need not be. Set for good when the operator gives up and stops its host. It is also set while the
    /// leadership is not renewed although the lease has run out, which means that something hangs.
    /// </summary>
    string? Failure { get; }
}
