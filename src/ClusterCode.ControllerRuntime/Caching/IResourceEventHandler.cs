namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// Is told of the changes of an informer's objects. It should do no more than remember what is to be done, as by adding keys to a queue.
/// <para>
/// Promised: calls come one at a time, on a thread of the pool. For each object they follow from one another: an addition, changes each of which begins with the state
/// that was told last, a deletion; so whoever applies them has, in the end, what the store has. The store is at least as new as what a call tells, and may be newer.
/// </para>
/// <para>
/// A handler that is slow delays neither the store nor other handlers. Up to 1000 changes wait for it one by one; of what comes beyond that, changes of one object are
/// told as one, and an object that came and went is not told, so that what waits is bounded by the number of objects. (client-go's buffer grows without
/// bound.)
/// </para>
/// <para>
/// An exception is logged, and the change that caused it is not told again: a handler that must not miss it has to catch it. After its registration is disposed, no
/// call begins; one may still be under way.
/// </para>
/// </summary>
public interface IResourceEventHandler<in T>
    where T : class
{
    /// <summary>An object appeared.</summary>
    /// <param name="obj">The object; not to be changed.</param>
    /// <param name="isInInitialList">True when it was there before this handler began to listen.</param>
    void OnAdded(T obj, bool isInInitialList);

    /// <summary>An object changed.</summary>
    /// <param name="oldObj">The state that was told last.</param>
    /// <param name="newObj">The state now.</param>
    void OnUpdated(T oldObj, T newObj);

    /// <summary>An object is gone. One that was deleted and created again under the same name is told as deleted and added.</summary>
    /// <param name="lastKnown">The last state that is known.</param>
    /// <param name="isFinalStateUnknown">True when the deletion itself was missed, so that <paramref name="lastKnown"/> may be old.</param>
    void OnDeleted(T lastKnown, bool isFinalStateUnknown);
}
