namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>A handler's place at an informer. Disposing it ends the calls.</summary>
public interface IResourceEventHandlerRegistration : IDisposable
{
    /// <summary>True once this handler has been called for every object of the first list.</summary>
    bool HasSynced { get; }

    /// <summary>Completes when <see cref="HasSynced"/> becomes true.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);
}
