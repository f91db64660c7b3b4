namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>What the readiness endpoint has to know.</summary>
public interface IOperatorHealth
{
    /// <summary>True once every informer holds a first complete list.</summary>
    bool CachesSynced { get; }
}
