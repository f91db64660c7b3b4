using System.Diagnostics.CodeAnalysis;

namespace ClusterCode.ControllerRuntime.Events;

/// <summary>A dictionary of bounded size that forgets what has not been asked for longest. Not safe for calls from several threads at once.</summary>
internal sealed class LruCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _byUse = [];

    /// <summary>All values, the longest unused first. It may be changed while they are gone through only by removing the present one.</summary>
    public IEnumerable<TValue> Values
    {
        get
        {
            for (var node = _byUse.First; node is not null;)
            {
                var next = node.Next;
                yield return node.Value.Value;
                node = next;
            }
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            value = default;
            return false;
        }

        _byUse.Remove(node);
        _byUse.AddLast(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>Adds what is not there yet.</summary>
    /// <returns>The value that had to go for it, if any.</returns>
    public TValue? Add(TKey key, TValue value)
    {
        _nodes.Add(key, _byUse.AddLast(KeyValuePair.Create(key, value)));
        if (_nodes.Count <= capacity)
            return default;
        var oldest = _byUse.First!;
        _byUse.RemoveFirst();
        _nodes.Remove(oldest.Value.Key);
        return oldest.Value.Value;
    }

    public bool Remove(TKey key)
    {
        if (!_nodes.Remove(key, out var node))
            return false;
        _byUse.Remove(node);
        return true;
    }
}
