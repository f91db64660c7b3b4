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
        _store = new ObjectStore<T>(options.Indexers, (key, index, error) => LogIndexerFailed(Name, key, index, error));
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
                registration.Notify(Notification<T>.Added(Definition.KeyOf(obj), obj, isInInitialList: true));
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
            _store.BeginRound();
            foreach (var obj in contents.Items)
                Upsert(obj, isFirst);

            // An object that is there but cannot be read is not gone: its old state is kept.
            foreach (var item in contents.Unreadable)
            {
                if (item.Key is { } key)
                    _store.Touch(key);
            }

            foreach (var key in _store.NotSeen())
                Delete(key, null);

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
            Delete(key, last);
    }

    private void Upsert(T obj, bool isInInitialList)
    {
        var metadata = Definition.ReadMetadata(obj);
        var key = metadata.Key;
        var old = _store.Touch(key);
        ObjectMetadata? oldMetadata = old is null ? null : Definition.ReadMetadata(old);
        // A list brings every object again, and a watch that begins anew may bring some. Only what changed is news; the state that readers hold already stays.
        if (oldMetadata is { } known && ResourceDefinition<T>.IsSameVersion(known, metadata))
            return;
        if (old is not null && oldMetadata?.Uid != metadata.Uid)
        {
            Delete(key, null);
            old = null;
        }

        if (Transform(key, obj) is not { } transformed)
            return;
        _store.Set(key, transformed);
        Notify(old is null ? Notification<T>.Added(key, transformed, isInInitialList) : Notification<T>.Updated(key, old, transformed));
    }

    /// <summary>The last state is told if it is one of the object that is known: the deletion of another one under its name tells nothing of how this one ended.</summary>
    private void Delete(ObjectKey key, T? last)
    {
        if (!_store.Remove(key, out var stored))
            return;
        var isFinal = last is not null && Definition.ReadMetadata(last).Uid == Definition.ReadMetadata(stored).Uid;
        Notify(Notification<T>.Deleted(key, isFinal ? Transform(key, last!) ?? stored : stored, isFinalStateUnknown: !isFinal));
    }

    private T? Transform(ObjectKey key, T obj)
    {
        try
        {
            return _transform is null ? obj : _transform(obj);
        }
        // One object that the transform cannot bear must not cost all the others.
        catch (Exception e)
        {
            LogTransformFailed(Name, key, e);
            return null;
        }
    }

    private void Notify(in Notification<T> notification)
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
