using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>How a controller of keys works.</summary>
public sealed class KeyControllerOptions<TKey>
    where TKey : notnull
{
    /// <summary>How many different keys are worked on at once. Default: 1.</summary>
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

    internal List<WatchBinding<TKey>> Bindings { get; } = [];

    /// <summary>Works on keys when objects appear, change or vanish. An informer of the class must be added.</summary>
    /// <param name="map">The keys that an object concerns; on a change it is asked for the old and the new state.</param>
    public KeyControllerOptions<TKey> Watches<T>(Func<T, IEnumerable<TKey>> map)
        where T : class
    {
        Bindings.Add(new WatchBinding<T, TKey>(_ => map));
        return this;
    }

    /// <summary>As <see cref="Watches{T}(Func{T, IEnumerable{TKey}})"/>, with a map that a service of the container makes.</summary>
    /// <typeparam name="T">The class that is watched.</typeparam>
    /// <typeparam name="TService">The service; a singleton.</typeparam>
    /// <param name="map">The keys that an object concerns.</param>
    public KeyControllerOptions<TKey> Watches<T, TService>(Func<TService, T, IEnumerable<TKey>> map)
        where T : class
        where TService : notnull
    {
        Bindings.Add(new WatchBinding<T, TKey>(services =>
        {
            var service = services.GetRequiredService<TService>();
            return obj => map(service, obj);
        }));
        return this;
    }
}
