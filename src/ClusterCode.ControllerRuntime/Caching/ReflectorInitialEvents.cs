using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Gathers the objects with which a watch begins, so that nobody sees them before they are complete.</summary>
internal sealed class ReflectorInitialEvents<T>(ResourceDefinition<T> definition)
    where T : class
{
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly Dictionary<ObjectKey, UnreadableItem> _unreadable = [];

    /// <summary>Takes an event. Objects change and vanish while the others are still being told.</summary>
    /// <returns>False when the event may concern any object, so that what is gathered is worth nothing.</returns>
    public bool TryAdd(in WatchEvent<T> watchEvent)
    {
        switch (watchEvent.Kind)
        {
            case WatchEventKind.Added or WatchEventKind.Modified:
                var key = definition.KeyOf(watchEvent.Object!);
                _objects[key] = watchEvent.Object!;
                _unreadable.Remove(key);
                return true;
            case WatchEventKind.Deleted:
                Remove(definition.KeyOf(watchEvent.Object!));
                return true;
            case WatchEventKind.Unreadable when watchEvent.Unreadable!.Key is { } unreadable:
                Remove(unreadable);
                if (!watchEvent.IsUnreadableDeletion)
                    _unreadable[unreadable] = watchEvent.Unreadable;
                return true;
            default:
                return watchEvent.Kind == WatchEventKind.Bookmark;
        }
    }

    /// <summary>All that there is at a version.</summary>
    public CollectionContents<T> ToContents(string version) => new(version, null, [.. _objects.Values], [.. _unreadable.Values]);

    private void Remove(ObjectKey key)
    {
        _objects.Remove(key);
        _unreadable.Remove(key);
    }
}
