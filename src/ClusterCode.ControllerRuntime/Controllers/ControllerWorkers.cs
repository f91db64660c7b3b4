using System.Diagnostics;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Queues;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Takes keys from a queue, has them worked on, and decides from how that ended when a key's turn comes again. A key keeps its priority when it is tried again.</summary>
internal sealed partial class ControllerWorkers<TKey>(
    WorkQueue<TKey> queue,
    Func<TKey, CancellationToken, Task<ReconcileOutcome>> reconcile,
    WorkerLimits limits,
    RuntimeMetrics metrics,
    TimeProvider timeProvider,
    ILogger logger)
    where TKey : notnull
{
    private readonly ILogger _logger = logger;

    /// <summary>Works until <paramref name="stopping"/>; keys that still wait then are left, for the next start finds them again.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        metrics.ControllerStarted(queue.Name, limits.MaxConcurrentReconciles);
        await using var shutDown = stopping.Register(queue.ShutDown);
        await Task.WhenAll(Enumerable.Range(0, limits.MaxConcurrentReconciles).Select(_ => Task.Run(() => WorkAsync(stopping, aborting), CancellationToken.None)));
    }

    private async Task WorkAsync(CancellationToken stopping, CancellationToken aborting)
    {
        try
        {
            await TakeKeysAsync(stopping, aborting);
        }
        catch
        {
            // No reconciler can cause this. A controller that went on with fewer and fewer workers would be noticed by nobody, so all end, and with them the process.
            queue.ShutDown();
            throw;
        }
    }

    private async Task TakeKeysAsync(CancellationToken stopping, CancellationToken aborting)
    {
        while (await queue.GetAsync(CancellationToken.None) is (true, var key, var priority))
        {
            try
            {
                if (stopping.IsCancellationRequested)
                    return;
                await ReconcileAsync(key, priority, aborting);
            }
            finally
            {
                queue.Done(key);
            }
        }
    }

    private async Task ReconcileAsync(TKey key, int priority, CancellationToken aborting)
    {
        using var scope = _logger.BeginScope(new Dictionary<string, object> { ["controller"] = queue.Name, ["key"] = key, ["reconcileID"] = ActivitySpanId.CreateRandom().ToHexString() });
        var started = timeProvider.GetTimestamp();
        metrics.WorkerBusy(queue.Name, 1);
        var result = ReconcileResults.Error;
        try
        {
            result = Settle(key, priority, await CallAsync(key, aborting));
        }
        catch (OperationCanceledException) when (aborting.IsCancellationRequested)
        {
            metrics.ReconcileFailed(queue.Name);
        }
        // Whatever a reconciler throws, a cancellation that nobody asked for included, other keys and later tries must go on.
        catch (Exception e)
        {
            result = SettleThrown(key, priority, e);
        }
        finally
        {
            metrics.WorkerBusy(queue.Name, -1);
            metrics.ReconcileEnded(queue.Name, result, timeProvider.GetElapsedTime(started));
        }
    }

    private async Task<ReconcileOutcome> CallAsync(TKey key, CancellationToken aborting)
    {
        if (limits.ReconciliationTimeout is not { } limit)
            return await reconcile(key, aborting);
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, aborting);
        try
        {
            return await reconcile(key, linked.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !aborting.IsCancellationRequested)
        {
            throw new TimeoutException($"it was cancelled after {limit}, the controller's ReconciliationTimeout", e);
        }
        finally
        {
            if (timeout.IsCancellationRequested)
                metrics.ReconcileTimedOut(queue.Name);
        }
    }

    // The queue is told before anybody else: what a metric's listener or a logger does must not cost the retry.
    private string Settle(TKey key, int priority, ReconcileOutcome outcome)
    {
        if (outcome.RequeueAfter is { } delay)
        {
            queue.Forget(key);
            queue.AddAfter(key, delay, priority);
        }
        else if (outcome.FailureMessage is null)
        {
            queue.Forget(key);
        }
        else
        {
            queue.AddRateLimited(key, priority);
        }

        if (outcome.FailureMessage is null)
            return outcome.RequeueAfter is null ? ReconcileResults.Success : ReconcileResults.RequeueAfter;
        metrics.ReconcileFailed(queue.Name);
        LogFailed(queue.Name, key, outcome.FailureMessage, outcome.Error);
        return ReconcileResults.Error;
    }

    private string SettleThrown(TKey key, int priority, Exception e)
    {
        if (e is TerminalException)
        {
            queue.Forget(key);
            metrics.ReconcileFailed(queue.Name);
            metrics.ReconcileFailedForGood(queue.Name);
            LogTerminal(queue.Name, key, e.Message, e);
            return ReconcileResults.Error;
        }

        queue.AddRateLimited(key, priority);
        // Somebody else wrote first. That is no fault: the newer state is on its way into the cache.
        if (e is ApiStatusException { IsConflict: true })
        {
            LogConflict(queue.Name, key, e.Message);
            return ReconcileResults.Requeue;
        }

        metrics.ReconcileFailed(queue.Name);
        if (e is not (ApiStatusException or HttpRequestException or OperationCanceledException or TimeoutException))
            metrics.ReconcileThrew(queue.Name);
        LogFailed(queue.Name, key, e.Message, e);
        return ReconcileResults.Error;
    }
}
