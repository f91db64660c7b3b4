using ClusterCode.ControllerRuntime.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Maps the objects of one informer to a controller's keys.</summary>
internal sealed class WatchBinding<T, TKey>(Func<IServiceProvider, Func<T, IEnumerable<TKey>>> map) : WatchBinding<TKey>
    where T : class
    where TKey : notnull
{
    public override IResourceEventHandlerRegistration Bind(IServiceProvider services, IControllerQueue<TKey> queue)
    {
        var informer = services.GetRequiredService<IInformer<T>>();
        return informer.AddHandler(new MappingHandler<T, TKey>(informer.Definition, map(services), queue));
    }
}
