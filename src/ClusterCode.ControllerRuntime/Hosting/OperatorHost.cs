using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Events;
using ClusterCode.ControllerRuntime.LeaderElection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>
/// Starts the parts in order and stops them in reverse.
/// <code>
/// start:  HTTP (the program's) ─▶ informers, until they hold everything ─▶ leadership ─▶ controllers
/// stop:   controllers, until what is under way has ended ─▶ events ─▶ the lease ─▶ informers ─▶ HTTP
/// </code>
/// The events that wait are written before the lease is released: everything that a term writes, it writes while it lasts.
/// An informer or controller that ends on its own, and the loss of the leadership, end the process; it never goes on with a part of itself.
/// </summary>
internal sealed partial class OperatorHost(
    IEnumerable<IInformerRunner> informers,
    IEnumerable<IControllerRunner> controllers,
    ILeadershipGate gate,
    EventRecorder events,
    OperatorHealth health,
    IHostApplicationLifetime lifetime,
    OperatorSettings settings,
    TimeProvider timeProvider,
    ILogger<OperatorHost> logger) : IHostedLifecycleService, IDisposable
{
    private readonly ILogger _logger = logger;
    private readonly IReadOnlyList<IInformerRunner> _informers = [.. informers];
    private readonly IReadOnlyList<IControllerRunner> _controllers = [.. controllers];
    private readonly CancellationTokenSource _stopping = new();
    private Task _run = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // After all services have started, the web server too, which .NET starts last: health is served while caches fill.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _run = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    // Before any service stops, for the same reason.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Not CancelAsync: when this returns to its caller, no worker takes another key.
        _stopping.Cancel();
        await _run.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        using var stopInformers = new CancellationTokenSource();
        using var broken = new CancellationTokenSource();
        var mirroring = Task.WhenAll(_informers.Select(informer => SuperviseAsync($"The informer of {informer.Name}", informer.RunAsync, broken, stopInformers.Token)));
        try
        {
            await PrepareAsync(broken.Token);
            await RunControllersAsync(broken.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested || broken.IsCancellationRequested)
        {
            // Stopped before the controllers ran; or an informer broke, which it says itself.
        }
        catch (Exception e)
        {
            GiveUp(e);
        }
        finally
        {
            await EndTermAsync();
            await stopInformers.CancelAsync();
            await mirroring;
        }
    }

    private async Task PrepareAsync(CancellationToken broken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, broken);
        await WaitForSyncAsync(_informers.Select(informer => (Func<CancellationToken, Task>)informer.WaitForSyncAsync), either.Token);
        LogSynced(_informers.Count);
        // The lists have left several times as much garbage as is kept, and from here on there is so little that the collector would not come by for long.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        health.CachesAreFilled();
        await gate.WaitForLeadershipAsync(either.Token);
        foreach (var controller in _controllers)
            controller.Bind();
        await WaitForSyncAsync(_controllers.Select(controller => (Func<CancellationToken, Task>)controller.WaitForSyncAsync), either.Token);
    }

    private async Task WaitForSyncAsync(IEnumerable<Func<CancellationToken, Task>> waits, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.CacheSyncTimeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await Task.WhenAll(waits.Select(wait => wait(linked.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var missing = _informers.Where(informer => !informer.HasSynced).Select(informer => $"{informer.Name} ({informer.LastError?.Message ?? "no answer yet"})");
            throw new TimeoutException(
                $"Not everything could be listed within {settings.CacheSyncTimeout}. Missing: {string.Join("; ", missing)}. A 403 needs a rule for list and watch in the operator's ClusterRole, a 404 the resource's CRD.");
        }
    }

    /// <summary>Runs the controllers until the host stops, the leadership is lost, or something breaks; returns when none works any more.</summary>
    private async Task RunControllersAsync(CancellationToken broken)
    {
        using var halt = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, broken, halt.Token);
        using var abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        await using var drain = stop.Token.Register(() => abort.CancelAfter(settings.DrainTimeout));
        LogStarted(_controllers.Count);
        var working = Task.WhenAll(
            [UntilAsync(stop.Token), .. _controllers.Select(controller => SuperviseAsync($"The controller {controller.Name}", token => controller.RunAsync(token, abort.Token), halt, stop.Token))]);
        using var ended = new CancellationTokenSource();
        var lost = gate.WaitForLossAsync(ended.Token);
        if (await Task.WhenAny(working, lost) == lost)
        {
            // Nothing may end in good order now. The host is stopped first, for a reconciliation that does not listen must not keep the process alive.
            GiveUp(new LeadershipLostException(await lost));
            await abort.CancelAsync();
            await halt.CancelAsync();
            await working;
            return;
        }

        await ended.CancelAsync();
        if (abort.IsCancellationRequested)
            LogAborted(settings.DrainTimeout);
    }

    /// <summary>Writes what the term still has to tell, and gives the lease back; when it is lost, neither can be done and neither is.</summary>
    private async Task EndTermAsync()
    {
        await events.StopAsync(CancellationToken.None);
        await gate.ReleaseAsync(CancellationToken.None);
    }

    /// <summary>Runs a part that ends only when it is told to. When it ends otherwise, the others are told to end too.</summary>
    private async Task SuperviseAsync(string part, Func<CancellationToken, Task> run, CancellationTokenSource others, CancellationToken stopping)
    {
        Exception? cause = null;
        try
        {
            await Task.Run(() => run(stopping), CancellationToken.None);
        }
        // A fault of the runtime itself, or of a handler that it did not foresee: whatever it is, half an operator is worse than a restart.
        catch (Exception e)
        {
            cause = e;
        }

        if (stopping.IsCancellationRequested && cause is null or OperationCanceledException)
            return;
        GiveUp(new InvalidOperationException($"{part} ended, although nobody stopped it: {cause?.Message ?? "without an error"}", cause));
        await others.CancelAsync();
    }

    private void GiveUp(Exception e)
    {
        health.Fail(e.Message);
        LogGivingUp(e.Message, e);
        lifetime.StopApplication();
    }

    private static async Task UntilAsync(CancellationToken token)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(told.SetResult);
        await told.Task;
    }
}
