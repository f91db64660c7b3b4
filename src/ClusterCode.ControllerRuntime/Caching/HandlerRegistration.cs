using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Calls one handler, one call after the other, at the handler's own speed.</summary>
internal sealed partial class HandlerRegistration<T> : IResourceEventHandlerRegistration
    where T : class
{
    private readonly IResourceEventHandler<T> _handler;
    private readonly Action<HandlerRegistration<T>> _remove;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Notification<T>> _notifications = Channel.CreateUnbounded<Notification<T>>(new UnboundedChannelOptions { SingleReader = true });

    public HandlerRegistration(IResourceEventHandler<T> handler, Action<HandlerRegistration<T>> remove, ILogger logger)
    {
        _handler = handler;
        _remove = remove;
        _logger = logger;
        Completion = Task.Run(DeliverAsync);
    }

    public bool HasSynced => _synced.Task.IsCompleted;

    /// <summary>Ends after <see cref="Dispose"/>, when no call is under way any more.</summary>
    public Task Completion { get; }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    public void Notify(Notification<T> notification) => _notifications.Writer.TryWrite(notification);

    public void Dispose()
    {
        _remove(this);
        _notifications.Writer.TryComplete();
    }

    private async Task DeliverAsync()
    {
        await foreach (var notification in _notifications.Reader.ReadAllAsync())
        {
            try
            {
                Deliver(notification);
            }
            // One change that a handler cannot bear must not hide the next from it.
            catch (Exception e)
            {
                LogHandlerFailed(_handler.GetType(), e);
            }
        }
    }

    private void Deliver(Notification<T> notification)
    {
        switch (notification)
        {
            case { Old: null, New: { } added }:
                _handler.OnAdded(added, notification.Flag);
                break;
            case { Old: { } old, New: { } updated }:
                _handler.OnUpdated(old, updated);
                break;
            case { Old: { } deleted, New: null }:
                _handler.OnDeleted(deleted, notification.Flag);
                break;
            default:
                _synced.TrySetResult();
                break;
        }
    }
}
