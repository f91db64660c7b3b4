using System.Diagnostics.CodeAnalysis;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Objects by key, and by the indexers' keys, which change together with the objects.</summary>
internal sealed class ObjectStore<T> : IStore<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly Dictionary<string, (Indexer<T> Indexer, Dictionary<string, HashSet<ObjectKey>> Keys)> _indexes = [];

    public ObjectStore(IEnumerable<Indexer<T>> indexers)
    {
        foreach (var indexer in indexers)
        {
            if (!_indexes.TryAdd(indexer.Name, (indexer, [])))
                throw new ArgumentException($"Two indexers of {typeof(T).Name} are named {indexer.Name}: rename one.", nameof(indexers));
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _objects.Count;
        }
    }

    public T? Get(ObjectKey key)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(key);
    }

    public IReadOnlyList<T> List()
    {
        lock (_lock)
            return [.. _objects.Values];
    }

    public IReadOnlyList<T> ByIndex(string indexName, string indexKey)
    {
        lock (_lock)
        {
            if (!_indexes.TryGetValue(indexName, out var index))
                throw new ArgumentException($"No indexer of {typeof(T).Name} is named {indexName}; there are: {string.Join(", ", _indexes.Keys)}.", nameof(indexName));
            return index.Keys.TryGetValue(indexKey, out var keys) ? [.. keys.Select(key => _objects[key])] : [];
        }
    }

    /// <summary>Stores the object; returns what it replaces.</summary>
    public T? Set(ObjectKey key, T obj)
    {
        lock (_lock)
        {
            var old = _objects.GetValueOrDefault(key);
            if (old is not null)
                Unindex(key, old);
            _objects[key] = obj;
            foreach (var (indexer, keys) in _indexes.Values)
            {
                foreach (var indexKey in indexer.Keys(obj))
                {
                    if (!keys.TryGetValue(indexKey, out var set))
                        keys[indexKey] = set = [];
                    set.Add(key);
                }
            }

            return old;
        }
    }

    public bool Remove(ObjectKey key, [NotNullWhen(true)] out T? old)
    {
        lock (_lock)
        {
            if (!_objects.Remove(key, out old))
                return false;
            Unindex(key, old);
            return true;
        }
    }

    /// <summary>The keys for which the predicate holds.</summary>
    public IReadOnlyList<ObjectKey> KeysWhere(Func<ObjectKey, bool> predicate)
    {
        lock (_lock)
            return [.. _objects.Keys.Where(predicate)];
    }

    private void Unindex(ObjectKey key, T old)
    {
        foreach (var (indexer, keys) in _indexes.Values)
        {
            foreach (var indexKey in indexer.Keys(old))
            {
                if (keys.TryGetValue(indexKey, out var set) && set.Remove(key) && set.Count == 0)
                    keys.Remove(indexKey);
            }
        }
    }
}
