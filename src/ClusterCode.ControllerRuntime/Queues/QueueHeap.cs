using System.Diagnostics.CodeAnalysis;

namespace ClusterCode.ControllerRuntime.Queues;

/// <summary>
/// A binary heap whose items know their place. An item whose order changes is moved, where the framework's queue would have to hold it a second time and grow
/// with every change.
/// </summary>
internal sealed class QueueHeap<TKey>(Func<QueueItem<TKey>, QueueItem<TKey>, bool> comesBefore)
    where TKey : notnull
{
    private const int SmallestArray = 16;

    private QueueItem<TKey>[] _items = [];

    public int Count { get; private set; }

    /// <summary>How many items there is room for.</summary>
    public int Capacity => _items.Length;

    public bool TryPeek([NotNullWhen(true)] out QueueItem<TKey>? first)
    {
        first = Count > 0 ? _items[0] : null;
        return first is not null;
    }

    public void Push(QueueItem<TKey> item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Math.Max(SmallestArray, Count * 2));
        Put(item, Count++);
        Moved(item);
    }

    public void Remove(QueueItem<TKey> item)
    {
        var last = _items[--Count];
        _items[Count] = null!;
        if (!ReferenceEquals(last, item))
        {
            Put(last, item.Place);
            Moved(last);
        }

        // What a burst needed is given back, but not so eagerly that a queue at the border would copy all the time.
        if (_items.Length > SmallestArray && Count < _items.Length / 4)
            Array.Resize(ref _items, _items.Length / 2);
    }

    /// <summary>To be called when what decides the item's order has changed.</summary>
    public void Moved(QueueItem<TKey> item)
    {
        var place = item.Place;
        while (place > 0 && comesBefore(item, _items[(place - 1) / 2]))
        {
            Put(_items[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }

        while ((place * 2) + 1 is var child && child < Count)
        {
            if (child + 1 < Count && comesBefore(_items[child + 1], _items[child]))
                child++;
            if (!comesBefore(_items[child], item))
                break;
            Put(_items[child], place);
            place = child;
        }

        Put(item, place);
    }

    public void Clear()
    {
        _items = [];
        Count = 0;
    }

    private void Put(QueueItem<TKey> item, int place)
    {
        _items[place] = item;
        item.Place = place;
    }
}
