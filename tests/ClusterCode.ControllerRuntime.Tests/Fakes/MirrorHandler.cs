using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>Rebuilds the store from what it is told, and writes down every call that does not follow from those before.</summary>
internal sealed class MirrorHandler : IResourceEventHandler<Item>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Item> _items = [];
    private readonly List<string> _contradictions = [];

    /// <summary>Closed, it holds up the next call.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public int Calls { get; private set; }

    public string[] Contradictions
    {
        get
        {
            lock (_lock)
                return [.. _contradictions];
        }
    }

    public Dictionary<ObjectKey, Item> View
    {
        get
        {
            lock (_lock)
                return new(_items);
        }
    }

    public void OnAdded(Item obj, bool isInInitialList) => Told(() =>
    {
        if (!_items.TryAdd(obj.Key, obj))
            _contradictions.Add($"{obj} was added but is there already");
    });

    public void OnUpdated(Item oldObj, Item newObj) => Told(() =>
    {
        if (!_items.TryGetValue(newObj.Key, out var known) || !ReferenceEquals(known, oldObj))
            _contradictions.Add($"{newObj} replaces {oldObj}, but {known} was told last");
        if (oldObj.Uid != newObj.Uid)
            _contradictions.Add($"{newObj} is told as a change of {oldObj}, which is another object");
        _items[newObj.Key] = newObj;
    });

    public void OnDeleted(Item lastKnown, bool isFinalStateUnknown) => Told(() =>
    {
        if (!_items.Remove(lastKnown.Key, out var known) || known.Uid != lastKnown.Uid)
            _contradictions.Add($"{lastKnown} was deleted, but {known} was told last");
    });

    private void Told(Action change)
    {
        Gate.Wait();
        lock (_lock)
        {
            Calls++;
            change();
        }
    }
}
