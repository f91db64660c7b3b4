using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// The objects of one kind as last seen. Safe from any thread, and never waits for the network, for a handler or for an indexer.
/// <para>
/// Promised: an object and its places in the indexes change as one. A read sees at least all that a handler of the same informer has been told before it. Until the first
/// complete list is in, the store is empty or incomplete: <see cref="IInformer{T}.HasSynced"/> tells.
/// </para>
/// <para>
/// Not promised: that it is the present, for it may be stale, by moments or as long as the server cannot be reached; that what was just written can be read, so write with
/// preconditions; that two reads see one moment, also while a new list is being taken over, which goes object by object.
/// </para>
/// <para>The objects are shared by every reader and must not be changed; <see cref="ResourceDefinition{T}.Clone"/> makes a copy that may be.</para>
/// </summary>
public interface IStore<T>
    where T : class
{
    /// <summary>How many objects there are.</summary>
    int Count { get; }

    /// <summary>The object with this key, or null.</summary>
    T? Get(ObjectKey key);

    /// <summary>Every object, in no order, as of now.</summary>
    IReadOnlyList<T> List();

    /// <summary>The objects for which the indexer named <paramref name="indexName"/> yields <paramref name="indexKey"/>, in no order.</summary>
    /// <exception cref="ArgumentException">No indexer has that name.</exception>
    IReadOnlyList<T> ByIndex(string indexName, string indexKey);
}
