using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Queues every key that a changed object concerns or concerned before the change.</summary>
internal sealed class MappingHandler<T, TKey>(ResourceDefinition<T> definition, Func<T, IEnumerable<TKey>> map, IControllerQueue<TKey> queue) : IResourceEventHandler<T>
    where T : class
    where TKey : notnull
{
    public void OnAdded(T obj, bool isInInitialList) => Enqueue(obj, isInInitialList ? QueuePriority.Low : QueuePriority.Normal);

    public void OnUpdated(T oldObj, T newObj)
    {
        var priority = definition.IsSameVersion(oldObj, newObj) ? QueuePriority.Low : QueuePriority.Normal;
        try
        {
            Enqueue(oldObj, priority);
        }
        finally
        {
            // Also when the map cannot bear the old state.
            Enqueue(newObj, priority);
        }
    }

    public void OnDeleted(T lastKnown, bool isFinalStateUnknown) => Enqueue(lastKnown, QueuePriority.Normal);

    private void Enqueue(T obj, int priority)
    {
        foreach (var key in map(obj))
            queue.Add(key, priority);
    }
}
