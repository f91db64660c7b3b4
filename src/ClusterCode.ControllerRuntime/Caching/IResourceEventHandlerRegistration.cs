namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>A handler's place at an informer. Disposing it ends the calls: none begins afterwards, what waits for the handler is dropped, and a wait for its sync is cancelled.</summary>
public interface IResourceEventHandlerRegistration : IDisposable
{
    /// <summary>True once the calls for every object of the first list have returned, which is later than the informer's own sync.</summary>
    bool HasSynced { get; }

    /// <summary>Completes when <see cref="HasSynced"/> becomes true.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);
}
