using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>A store, the reflector that fills it, and the handlers that are told.</summary>
internal sealed partial class Informer<T> : IInformer<T>, IInformerRunner, IReflectorSink<T>
    where T : class
{
    // Held while the store changes and the change is queued for every handler: so all see one order, and a new handler misses nothing between its snapshot and its first change.
    private readonly Lock _lock = new();
    private readonly List<HandlerRegistration<T>> _registrations = [];
    private readonly ObjectStore<T> _store;
    private readonly Func<T, T>? _transform;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Reflector<T> _reflector;
    private readonly ILogger _logger;

    public Informer(ResourceDefinition<T> definition, InformerOptions<T> options, ReflectorDependencies dependencies)
    {
        Definition = definition;
        _store = new ObjectStore<T>(options.Indexers);
        _transform = options.Transform;
        _logger = dependencies.Logger;
        _reflector = new Reflector<T>(definition, options, this, dependencies);
    }

    public ResourceDefinition<T> Definition { get; }

    public string Name => Definition.ToString();

    public IStore<T> Store => _store;

    public bool HasSynced => _synced.Task.IsCompleted;

    public Exception? LastError => _reflector.LastError;

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    public Task RunAsync(CancellationToken cancellationToken) => _reflector.RunAsync(cancellationToken);

    public IResourceEventHandlerRegistration AddHandler(IResourceEventHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var registration = new HandlerRegistration<T>(handler, Remove, _logger);
        lock (_lock)
        {
            foreach (var obj in _store.List())
                registration.Notify(Notification<T>.Added(obj, isInInitialList: true));
            if (HasSynced)
                registration.Notify(Notification<T>.Synced);
            _registrations.Add(registration);
        }

        return registration;
    }

    public void Replace(CollectionContents<T> contents)
    {
        lock (_lock)
        {
            var isFirst = !HasSynced;
            var present = new HashSet<ObjectKey>(contents.Items.Count);
            foreach (var obj in contents.Items)
            {
                present.Add(Definition.KeyOf(obj));
                Upsert(obj, isFirst);
            }

            // An object that is there but cannot be read is not gone: its old state is kept.
            foreach (var item in contents.Unreadable)
            {
                if (item.Key is { } key)
                    present.Add(key);
            }

            foreach (var key in _store.KeysWhere(key => !present.Contains(key)))
            {
                if (_store.Remove(key, out var last))
                    Notify(Notification<T>.Deleted(last, isFinalStateUnknown: true));
            }

            if (isFirst)
            {
                _synced.SetResult();
                Notify(Notification<T>.Synced);
            }
        }
    }

    public void Set(T obj)
    {
        lock (_lock)
            Upsert(obj, isInInitialList: false);
    }

    public void Remove(ObjectKey key, T? last)
    {
        lock (_lock)
        {
            if (_store.Remove(key, out var stored))
                Notify(Notification<T>.Deleted(last is null ? stored : Transform(last) ?? stored, isFinalStateUnknown: last is null));
        }
    }

    private void Upsert(T obj, bool isInInitialList)
    {
        var transformed = Transform(obj);
        if (transformed is null)
            return;
        var metadata = Definition.ReadMetadata(transformed);
        var old = _store.Set(metadata.Key, transformed);
        if (old is null)
        {
            Notify(Notification<T>.Added(transformed, isInInitialList));
            return;
        }

        var oldMetadata = Definition.ReadMetadata(old);
        if (oldMetadata.Uid != metadata.Uid)
        {
            Notify(Notification<T>.Deleted(old, isFinalStateUnknown: true));
            Notify(Notification<T>.Added(transformed, isInInitialList));
        }
        // A relist brings every object again, and only those that changed are news.
        else if (oldMetadata.ResourceVersion is null || oldMetadata.ResourceVersion != metadata.ResourceVersion)
        {
            Notify(Notification<T>.Updated(old, transformed));
        }
    }

    private T? Transform(T obj)
    {
        try
        {
            return _transform is null ? obj : _transform(obj);
        }
        // One object that the transform cannot bear must not cost all the others.
        catch (Exception e)
        {
            LogTransformFailed(Name, Definition.KeyOf(obj), e);
            return null;
        }
    }

    private void Notify(Notification<T> notification)
    {
        foreach (var registration in _registrations)
            registration.Notify(notification);
    }

    private void Remove(HandlerRegistration<T> registration)
    {
        lock (_lock)
            _registrations.Remove(registration);
    }
}
