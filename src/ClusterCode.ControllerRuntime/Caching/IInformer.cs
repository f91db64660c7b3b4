using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// Keeps a copy of the objects of one kind up to date and tells handlers of changes. One informer is shared by all who are interested in the kind.
/// It reconnects for ever; deletions that happen while it is disconnected are found out by comparison and told.
/// </summary>
public interface IInformer<T>
    where T : class
{
    /// <summary>The kind.</summary>
    ResourceDefinition<T> Definition { get; }

    /// <summary>The objects.</summary>
    IStore<T> Store { get; }

    /// <summary>True once the store holds a first complete list.</summary>
    bool HasSynced { get; }

    /// <summary>Completes when <see cref="HasSynced"/> becomes true.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>Adds a handler, before or after the start; it is first told of every object that is there.</summary>
    IResourceEventHandlerRegistration AddHandler(IResourceEventHandler<T> handler);
}
