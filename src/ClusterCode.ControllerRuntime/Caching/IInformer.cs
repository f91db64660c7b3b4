using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// Keeps a copy of the objects of one kind up to date and tells handlers of changes. One informer is shared by all who are interested in the kind.
/// <para>
/// Promised: the copy becomes, sooner or later, what the server has, however often the connection fails; it reconnects for ever. For each object, what the store holds and
/// what handlers are told are a part of the states that the server has had, in the server's order. An object that is known and vanishes is told as deleted, also when that
/// happened while there was no connection: a complete list is compared with the store, and what is missing ends with its last known state. An object that was deleted and
/// made again under its name has another uid and is told as the end of one object and the beginning of another. A state that comes twice is told once.
/// </para>
/// <para>
/// Not promised: that every state is seen. Whatever happens between two lists, or behind the back of a slow handler, is told as one change, and an object
/// that came and went meanwhile is not told at all. Nothing is said of the order between two objects, or between two informers. Versions are opaque: the informer
/// compares them for equality only, so it does not notice if a server breaks its promise and goes back in time.
/// </para>
/// <para>
/// An object that cannot be read, or that the transform throws on, keeps its older state; the rest goes on. An object that an indexer throws on is stored, and not found by
/// that index. All are logged.
/// </para>
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

    /// <summary>
    /// Adds a handler, before or after the start. It is first told of every object that is there, as additions, then of what changes after that; it misses nothing in
    /// between. The same handler added twice is called twice. Returns without waiting for any call.
    /// </summary>
    IResourceEventHandlerRegistration AddHandler(IResourceEventHandler<T> handler);
}
