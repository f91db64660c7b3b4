using ClusterCode.ControllerRuntime.Caching;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Queues every key that a changed object concerns or concerned before the change.</summary>
internal sealed class MappingHandler<T, TKey>(Func<T, IEnumerable<TKey>> map, IControllerQueue<TKey> queue) : IResourceEventHandler<T>
    where T : class
    where TKey : notnull
{
    public void OnAdded(T obj, bool isInInitialList) => Enqueue(obj);

    public void OnUpdated(T oldObj, T newObj)
    {
        Enqueue(oldObj);
        Enqueue(newObj);
    }

    public void OnDeleted(T lastKnown, bool isFinalStateUnknown) => Enqueue(lastKnown);

    private void Enqueue(T obj)
    {
        foreach (var key in map(obj))
            queue.Add(key);
    }
}
