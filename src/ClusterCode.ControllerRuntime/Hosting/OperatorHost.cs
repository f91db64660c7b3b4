using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Controllers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Starts the informers, waits until they hold everything, waits for leadership, starts the controllers; and stops all in reverse.</summary>
internal sealed partial class OperatorHost(
    IEnumerable<IInformerRunner> informers,
    IEnumerable<IControllerRunner> controllers,
    ILeadershipGate gate,
    OperatorSettings settings,
    TimeProvider timeProvider,
    ILogger<OperatorHost> logger) : BackgroundService
{
    private readonly ILogger _logger = logger;
    private readonly IReadOnlyList<IInformerRunner> _informers = [.. informers];
    private readonly IReadOnlyList<IControllerRunner> _controllers = [.. controllers];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var controller in _controllers)
            controller.Bind();
        using var stopInformers = new CancellationTokenSource();
        var mirroring = Task.WhenAll(_informers.Select(informer => Task.Run(() => informer.RunAsync(stopInformers.Token), CancellationToken.None)));
        try
        {
            await WaitForSyncAsync(stoppingToken);
            await gate.WaitForLeadershipAsync(stoppingToken);
            await RunControllersAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before the controllers ran.
        }
        finally
        {
            await stopInformers.CancelAsync();
            await mirroring;
        }
    }

    private async Task WaitForSyncAsync(CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(settings.CacheSyncTimeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            await Task.WhenAll(_informers.Select(informer => informer.WaitForSyncAsync(linked.Token)));
            await Task.WhenAll(_controllers.Select(controller => controller.WaitForSyncAsync(linked.Token)));
            LogSynced(_informers.Count);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            var missing = _informers.Where(informer => !informer.HasSynced).Select(informer => $"{informer.Name} ({informer.LastError?.Message ?? "no answer yet"})");
            throw new TimeoutException(
                $"Not everything could be listed within {settings.CacheSyncTimeout}. Missing: {string.Join("; ", missing)}. A 403 needs a rule for list and watch in the operator's ClusterRole, a 404 the resource's CRD.");
        }
    }

    private async Task RunControllersAsync(CancellationToken stoppingToken)
    {
        using var abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        await using var drain = stoppingToken.Register(() => abort.CancelAfter(settings.DrainTimeout));
        LogStarted(_controllers.Count);
        await Task.WhenAll(_controllers.Select(controller => controller.RunAsync(stoppingToken, abort.Token)));
        if (_controllers.Count == 0)
            await Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, stoppingToken);
        if (abort.IsCancellationRequested)
            LogAborted(settings.DrainTimeout);
    }
}
