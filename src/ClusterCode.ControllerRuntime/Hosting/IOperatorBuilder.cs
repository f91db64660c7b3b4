using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Puts an operator together.</summary>
public interface IOperatorBuilder
{
    /// <summary>The services that it is made of.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// Adds a controller, which is made once. Its entity's informer is added when none is. Its queue is an <see cref="IControllerQueue{ObjectKey}"/> keyed with the controller's name.
    /// </summary>
    IOperatorBuilder AddController<TController, TEntity>(Action<ControllerOptions<TEntity>>? configure = null)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>
    /// Adds a controller whose keys are not objects. Its queue is an <see cref="IControllerQueue{TKey}"/>, keyed with <paramref name="name"/>; also without a key, when only one controller has that type of key.
    /// </summary>
    IOperatorBuilder AddKeyController<TReconciler, TKey>(string name, Action<KeyControllerOptions<TKey>>? configure = null)
        where TReconciler : class, IKeyReconciler<TKey>
        where TKey : notnull;

    /// <summary>Adds a finalizer. Its entity must have a controller.</summary>
    /// <param name="identifier">A qualified name, as <c>example.com/cleanup</c>, that is never changed again: objects carry it.</param>
    IOperatorBuilder AddFinalizer<TFinalizer, TEntity>(string identifier)
        where TFinalizer : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>
    /// Adds the one informer of a class of objects, an <see cref="IInformer{T}"/>, also to be had as <see cref="IStore{T}"/> and with its <see cref="ResourceDefinition{T}"/>. Called again, it adds to the options.
    /// </summary>
    IOperatorBuilder AddInformer<T>(ResourceDefinition<T> definition, Action<InformerOptions<T>>? configure = null)
        where T : class;
}
