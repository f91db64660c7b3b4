using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// What a handler has yet to be told. As long as it keeps up, each change is told by itself. Behind a handler that lags, changes are merged by object, so that what
/// waits is bounded by the number of objects and not by the number of changes. Order is kept per object. Not safe for use from several threads.
/// </summary>
internal sealed class NotificationBacklog<T>(int maxUnmerged = NotificationBacklog<T>.MaxUnmerged)
    where T : class
{
    /// <summary>How many changes wait one by one before they are merged.</summary>
    public const int MaxUnmerged = 1000;

    /// <summary>What a burst needed beyond this is given back after it.</summary>
    private const int KeptCapacity = 64;

    private readonly Queue<Notification<T>> _unmerged = new();

    // In the order in which they were first wanted; a null stands for the end of the initial list. Used only while _unmerged has been full and neither is empty again.
    private readonly LinkedList<MergedNotification<T>?> _merged = new();
    private readonly Dictionary<ObjectKey, LinkedListNode<MergedNotification<T>?>> _byKey = [];

    /// <summary>How much waits: changes, and objects with merged changes.</summary>
    public int Count => _unmerged.Count + _merged.Count;

    public void Add(in Notification<T> notification)
    {
        if (_merged.Count == 0 && _unmerged.Count < maxUnmerged)
            _unmerged.Enqueue(notification);
        else if (notification.IsSynced)
            _merged.AddLast((MergedNotification<T>?)null);
        else
            Merge(notification);
    }

    public bool TryTake(out Notification<T> notification)
    {
        if (_unmerged.TryDequeue(out notification))
        {
            if (_unmerged.Count == 0 && _unmerged.EnsureCapacity(0) > KeptCapacity)
                _unmerged.TrimExcess();
            return true;
        }

        if (_merged.First is not { } first)
            return false;
        notification = first.Value?.Take() ?? Notification<T>.Synced;
        if (first.Value is not { IsEmpty: false })
            Remove(first);
        return true;
    }

    public void Clear()
    {
        _unmerged.Clear();
        _merged.Clear();
        _byKey.Clear();
    }

    private void Merge(in Notification<T> notification)
    {
        if (!_byKey.TryGetValue(notification.Key, out var node))
            _byKey[notification.Key] = node = _merged.AddLast(new MergedNotification<T>(notification.Key));
        node.Value!.Merge(notification);
        if (node.Value.IsEmpty)
            Remove(node);
    }

    private void Remove(LinkedListNode<MergedNotification<T>?> node)
    {
        _merged.Remove(node);
        if (node.Value is { } merged)
            _byKey.Remove(merged.Key);
        if (_merged.Count == 0)
            _byKey.TrimExcess();
    }
}
