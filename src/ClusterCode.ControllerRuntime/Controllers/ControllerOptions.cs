using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>How a controller of entities works.</summary>
public sealed class ControllerOptions<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The controller's name in logs, metrics and as the key of its queue. Default: the entity's kind in lower case.</summary>
    public string? Name { get; set; }

    /// <summary>How many different entities are worked on at once. Default: 1.</summary>
    public int MaxConcurrentReconciles { get; set; } = 1;

    /// <summary>
    /// After what time a reconciliation's token is cancelled; the failure is retried as any other. A reconciler that does not heed its token goes on and holds up its key and
    /// one worker. Null, the default, for never.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is zero or less.</exception>
    public TimeSpan? ReconciliationTimeout
    {
        get;
        set
        {
            if (value is { } timeout)
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }

    /// <summary>Which updates are worth a reconciliation. Default: all.</summary>
    public UpdatePredicate<TEntity> Predicate { get; set; } = Predicates.ResourceVersionChanged;

    internal List<WatchBinding<ObjectKey>> Bindings { get; } = [];

    /// <summary>Reconciles entities when other objects appear, change or vanish. An informer of the other class must be added.</summary>
    /// <param name="map">The entities that an object concerns; on a change it is asked for the old and the new state.</param>
    public ControllerOptions<TEntity> Watches<TOther>(Func<TOther, IEnumerable<ObjectKey>> map)
        where TOther : class
    {
        Bindings.Add(new WatchBinding<TOther, ObjectKey>(_ => map));
        return this;
    }

    /// <summary>As <see cref="Watches{TOther}(Func{TOther, IEnumerable{ObjectKey}})"/>, with a map that a service of the container makes.</summary>
    /// <typeparam name="TOther">The class that is watched.</typeparam>
    /// <typeparam name="TService">The service; a singleton.</typeparam>
    /// <param name="map">The keys that an object concerns.</param>
    public ControllerOptions<TEntity> Watches<TOther, TService>(Func<TService, TOther, IEnumerable<ObjectKey>> map)
        where TOther : class
        where TService : notnull
    {
        Bindings.Add(new WatchBinding<TOther, ObjectKey>(services =>
        {
            var service = services.GetRequiredService<TService>();
            return obj => map(service, obj);
        }));
        return this;
    }

    /// <summary>Reconciles an entity when an object changes whose controlling owner it is. An informer of the child's class must be added.</summary>
    public ControllerOptions<TEntity> Owns<TChild>()
        where TChild : class, IKubernetesObject<V1ObjectMeta>
    {
        Bindings.Add(new OwnerBinding<TEntity, TChild>());
        return this;
    }
}
