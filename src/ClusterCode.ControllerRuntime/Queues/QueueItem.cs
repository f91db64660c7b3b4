namespace ClusterCode.ControllerRuntime.Queues;

/// <summary>All that a queue knows of one key.</summary>
internal sealed class QueueItem<TKey>(TKey key)
    where TKey : notnull
{
    public TKey Key { get; } = key;

    public QueueItemState State { get; set; }

    public bool IsProcessing { get; set; }

    public int Priority { get; set; }

    /// <summary>How often it failed since it was last forgotten.</summary>
    public int Failures { get; set; }

    /// <summary>Its place in the heap that holds it.</summary>
    public int Place { get; set; }

    /// <summary>Counts up from key to key: the order in which keys of one priority come.</summary>
    public long Turn { get; set; }

    /// <summary>When a delayed key becomes ready, as a timestamp; since when a ready one has been.</summary>
    public long ReadyAt { get; set; }

    /// <summary>Since when it is being worked on, as a timestamp.</summary>
    public long StartedAt { get; set; }
}
