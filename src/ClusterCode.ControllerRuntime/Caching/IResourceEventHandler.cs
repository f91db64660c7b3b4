namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// Is told of every change of an informer's objects. Calls come one at a time and, for each object, in order; the store is at least as new as what a call tells.
/// Several changes of one object may be told as one. A handler that is slow delays only itself. An exception is logged and the next change is told.
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
