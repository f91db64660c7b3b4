using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Calls one handler, one call after the other, at the handler's own speed. A handler of which nothing waits holds no thread and no task.</summary>
internal sealed partial class HandlerRegistration<T>(IResourceEventHandler<T> handler, Action<HandlerRegistration<T>> remove, ILogger logger)
    : IResourceEventHandlerRegistration, IThreadPoolWorkItem
    where T : class
{
    private readonly ILogger _logger = logger;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly NotificationBacklog<T> _backlog = new();
    private bool _isDelivering;
    private bool _isDisposed;

    public bool HasSynced => _synced.Task.IsCompletedSuccessfully;

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    public void Notify(in Notification<T> notification)
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _backlog.Add(notification);
            if (_isDelivering)
                return;
            _isDelivering = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Dispose()
    {
        remove(this);
        lock (_lock)
        {
            _isDisposed = true;
            _backlog.Clear();
        }

        _synced.TrySetCanceled();
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TryTake(out var notification))
        {
            try
            {
                Deliver(notification);
            }
            // One change that a handler cannot bear must not hide the next from it.
            catch (Exception e)
            {
                LogHandlerFailed(handler.GetType(), notification.Key, e);
            }
        }
    }

    private bool TryTake(out Notification<T> notification)
    {
        lock (_lock)
            return _isDelivering = _backlog.TryTake(out notification);
    }

    private void Deliver(in Notification<T> notification)
    {
        switch (notification)
        {
            case { Old: null, New: { } added }:
                handler.OnAdded(added, notification.Flag);
                break;
            case { Old: { } old, New: { } updated }:
                handler.OnUpdated(old, updated);
                break;
            case { Old: { } deleted, New: null }:
                handler.OnDeleted(deleted, notification.Flag);
                break;
            default:
                _synced.TrySetResult();
                break;
        }
    }
}
