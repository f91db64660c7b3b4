using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// The objects of one kind as last seen. Reads never block on the network and may be stale. The objects are shared by every reader and must not be
/// changed; <see cref="ResourceDefinition{T}.Clone"/> makes a copy that may be.
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
