using ClusterCode.ControllerRuntime.Caching;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>A wish to be told of another class's objects, until the informers are there.</summary>
internal abstract class WatchBinding<TKey>
    where TKey : notnull
{
    /// <summary>Begins to add keys to the queue as the informer tells of changes.</summary>
    public abstract IResourceEventHandlerRegistration Bind(IServiceProvider services, IControllerQueue<TKey> queue);
}
