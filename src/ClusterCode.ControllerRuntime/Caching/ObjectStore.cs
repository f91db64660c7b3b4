using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// Objects by key, and by the indexers' keys, which change together with the objects. Any number may read while one writes; several writers must take turns.
/// Indexers run outside the lock, so that a slow one delays no reader. One that throws costs the object its place in that index and nothing else.
/// </summary>
internal sealed class ObjectStore<T> : IStore<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, StoredObject<T>> _objects = [];
    private readonly Dictionary<string, StoreIndex<T>> _indexes = [];
    private readonly Action<ObjectKey, string, Exception> _onIndexerFailed;

    // The writer's own.
    private readonly List<(StoreIndex<T> Index, string Key)> _keys = [];
    private readonly List<IndexPosting<T>> _postings = [];
    private int _round;

    public ObjectStore(IEnumerable<Indexer<T>> indexers, Action<ObjectKey, string, Exception> onIndexerFailed)
    {
        _onIndexerFailed = onIndexerFailed;
        foreach (var indexer in indexers)
        {
            if (!_indexes.TryAdd(indexer.Name, new StoreIndex<T>(indexer)))
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
            return _objects.TryGetValue(key, out var stored) ? stored.Object : null;
    }

    public IReadOnlyList<T> List()
    {
        lock (_lock)
        {
            var all = new T[_objects.Count];
            var count = 0;
            foreach (var stored in _objects.Values)
                all[count++] = stored.Object;
            return all;
        }
    }

    public IReadOnlyList<T> ByIndex(string indexName, string indexKey)
    {
        if (!_indexes.TryGetValue(indexName, out var index))
            throw new ArgumentException($"No indexer of {typeof(T).Name} is named {indexName}; there are: {string.Join(", ", _indexes.Keys)}.", nameof(indexName));
        lock (_lock)
            return index.Find(indexKey)?.ToArray() ?? [];
    }

    /// <summary>How many keys an index has.</summary>
    internal int IndexKeys(string indexName)
    {
        lock (_lock)
            return _indexes[indexName].Count;
    }

    /// <summary>Stores the object; returns what it replaces.</summary>
    public T? Set(ObjectKey key, T obj)
    {
        ReadIndexKeys(key, obj);
        lock (_lock)
        {
            ref var stored = ref CollectionsMarshal.GetValueRefOrAddDefault(_objects, key, out var exists);
            var old = exists ? stored.Object : null;
            stored.Object = obj;
            stored.Round = _round;
            stored.Postings = Reindex(old, stored.Postings, obj);
            return old;
        }
    }

    public bool Remove(ObjectKey key, [NotNullWhen(true)] out T? old)
    {
        lock (_lock)
        {
            var exists = _objects.Remove(key, out var stored);
            old = exists ? stored.Object : null;
            if (exists)
                Unindex(stored.Postings, stored.Object);
            return exists;
        }
    }

    /// <summary>Begins a comparison with a complete list: every object that is not <see cref="Set"/> or seen by <see cref="Touch"/> from now on is not in the list.</summary>
    public void BeginRound() => _round++;

    /// <summary>The object, or null; it is in the list.</summary>
    public T? Touch(ObjectKey key)
    {
        lock (_lock)
        {
            ref var stored = ref CollectionsMarshal.GetValueRefOrNullRef(_objects, key);
            if (Unsafe.IsNullRef(ref stored))
                return null;
            stored.Round = _round;
            return stored.Object;
        }
    }

    /// <summary>Ends the comparison: the objects that were not in the list. They are still there.</summary>
    public IReadOnlyList<ObjectKey> NotSeen()
    {
        lock (_lock)
        {
            var missing = new List<ObjectKey>();
            foreach (var (key, stored) in _objects)
            {
                if (stored.Round != _round)
                    missing.Add(key);
            }

            return missing;
        }
    }

    private void ReadIndexKeys(ObjectKey key, T obj)
    {
        _keys.Clear();
        foreach (var (name, index) in _indexes)
        {
            var first = _keys.Count;
            try
            {
                foreach (var indexKey in index.Indexer.Keys(obj))
                {
                    ArgumentNullException.ThrowIfNull(indexKey);
                    if (!_keys.Contains((index, indexKey)))
                        _keys.Add((index, indexKey));
                }
            }
            // The object itself is sound, and to hide it would be worse than not to find it by this index.
            catch (Exception e)
            {
                _keys.RemoveRange(first, _keys.Count - first);
                _onIndexerFailed(key, name, e);
            }
        }
    }

    private ObjectPostings<T> Reindex(T? old, ObjectPostings<T> oldPostings, T obj)
    {
        if (old is not null && IsUnchanged(oldPostings))
        {
            for (var i = 0; i < oldPostings.Count; i++)
                oldPostings[i].Replace(old, obj);
            return oldPostings;
        }

        if (old is not null)
            Unindex(oldPostings, old);
        _postings.Clear();
        foreach (var (index, indexKey) in _keys)
        {
            var posting = index.FindOrAdd(indexKey);
            posting.Add(obj);
            _postings.Add(posting);
        }

        return new ObjectPostings<T>(CollectionsMarshal.AsSpan(_postings));
    }

    private bool IsUnchanged(ObjectPostings<T> postings)
    {
        if (postings.Count != _keys.Count)
            return false;
        for (var i = 0; i < postings.Count; i++)
        {
            if (!ReferenceEquals(postings[i].Index, _keys[i].Index) || postings[i].Key != _keys[i].Key)
                return false;
        }

        return true;
    }

    private static void Unindex(ObjectPostings<T> postings, T old)
    {
        for (var i = 0; i < postings.Count; i++)
        {
            postings[i].Remove(old);
            if (postings[i].Count == 0)
                postings[i].Index.Remove(postings[i]);
        }
    }
}
