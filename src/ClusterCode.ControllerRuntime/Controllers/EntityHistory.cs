using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>
/// Which object bears a key, as far as the controller has been told, and which bore it before and were deleted, until the controller has been told that too.
/// An object that is deleted and made again under one name is another object: it must not be worked on before the end of the first one is.
/// </summary>
internal sealed class EntityHistory<TEntity>(ResourceDefinition<TEntity> definition)
    where TEntity : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, string?> _present = [];
    private readonly Dictionary<ObjectKey, Queue<TEntity>> _gone = [];

    /// <summary>How many objects it knows of, present or gone.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _present.Count + _gone.Values.Sum(gone => gone.Count);
        }
    }

    public void Added(TEntity entity)
    {
        var metadata = definition.ReadMetadata(entity);
        lock (_lock)
            _present[metadata.Key] = metadata.Uid;
    }

    public void Deleted(TEntity last)
    {
        var key = definition.KeyOf(last);
        lock (_lock)
        {
            _present.Remove(key);
            if (!_gone.TryGetValue(key, out var gone))
                _gone[key] = gone = new Queue<TEntity>(1);
            gone.Enqueue(last);
        }
    }

    /// <summary>The last state of the first object of this key that is gone and not yet <see cref="Settled"/>; null when there is none.</summary>
    public TEntity? NextGone(ObjectKey key)
    {
        lock (_lock)
            return _gone.TryGetValue(key, out var gone) ? gone.Peek() : null;
    }

    /// <summary>The controller knows of the end of <see cref="NextGone"/>. Only its one worker of this key may say so.</summary>
    public void Settled(ObjectKey key)
    {
        lock (_lock)
        {
            if (_gone.TryGetValue(key, out var gone) && gone.TryDequeue(out _) && gone.Count == 0)
                _gone.Remove(key);
        }
    }

    /// <summary>Whether the controller has been told of this very object. If not, it is about to be, and the key will come again.</summary>
    public bool IsPresent(TEntity entity)
    {
        var metadata = definition.ReadMetadata(entity);
        lock (_lock)
            return _present.TryGetValue(metadata.Key, out var uid) && uid == metadata.Uid;
    }
}
