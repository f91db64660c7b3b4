using System.Diagnostics;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Queues;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Takes keys from a queue, has them worked on, and decides from how that ended when a key's turn comes again.</summary>
internal sealed partial class ControllerWorkers<TKey>(
    WorkQueue<TKey> queue,
    Func<TKey, CancellationToken, Task<ReconcileOutcome>> reconcile,
    int maxConcurrentReconciles,
    RuntimeMetrics metrics,
    TimeProvider timeProvider,
    ILogger logger)
    where TKey : notnull
{
    private readonly ILogger _logger = logger;

    /// <summary>Works until <paramref name="stopping"/>; keys that still wait then are left, for the next start finds them again.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        metrics.ControllerStarted(queue.Name, maxConcurrentReconciles);
        await using var shutDown = stopping.Register(queue.ShutDown);
        await Task.WhenAll(Enumerable.Range(0, maxConcurrentReconciles).Select(_ => Task.Run(() => WorkAsync(stopping, aborting), CancellationToken.None)));
    }

    private async Task WorkAsync(CancellationToken stopping, CancellationToken aborting)
    {
        while (await queue.GetAsync(CancellationToken.None) is (true, var key))
        {
            try
            {
                if (stopping.IsCancellationRequested)
                    return;
                await ReconcileAsync(key, aborting);
            }
            finally
            {
                queue.Done(key);
            }
        }
    }

    private async Task ReconcileAsync(TKey key, CancellationToken cancellationToken)
    {
        using var scope = _logger.BeginScope(new Dictionary<string, object> { ["controller"] = queue.Name, ["key"] = key, ["reconcileID"] = ActivitySpanId.CreateRandom().ToHexString() });
        var started = timeProvider.GetTimestamp();
        metrics.WorkerBusy(queue.Name, 1);
        var result = "success";
        try
        {
            result = Settle(key, await reconcile(key, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result = "error";
        }
        // Whatever a reconciler throws, other keys and later tries must go on.
        catch (Exception e)
        {
            result = SettleThrown(key, e);
        }
        finally
        {
            metrics.WorkerBusy(queue.Name, -1);
            metrics.ReconcileEnded(queue.Name, result, timeProvider.GetElapsedTime(started));
        }
    }

    private string Settle(TKey key, ReconcileOutcome outcome)
    {
        if (outcome.FailureMessage is null)
        {
            queue.Forget(key);
            if (outcome.RequeueAfter is not { } delay)
                return "success";
            queue.AddAfter(key, delay);
            return "requeue_after";
        }

        metrics.ReconcileFailed(queue.Name);
        if (outcome.RequeueAfter is { } wait)
        {
            LogFailed(queue.Name, key, outcome.FailureMessage, outcome.Error);
            queue.Forget(key);
            queue.AddAfter(key, wait);
        }
        else
        {
            LogFailed(queue.Name, key, outcome.FailureMessage, outcome.Error);
            queue.AddRateLimited(key);
        }

        return "error";
    }

    private string SettleThrown(TKey key, Exception e)
    {
        switch (e)
        {
            // Somebody else wrote first. That is no fault: the newer state is on its way into the cache.
            case ApiStatusException { IsConflict: true }:
                LogConflict(queue.Name, key, e.Message);
                queue.AddRateLimited(key);
                break;
            case TerminalException:
                LogTerminal(queue.Name, key, e.Message, e);
                metrics.ReconcileFailed(queue.Name);
                metrics.ReconcileFailedForGood(queue.Name);
                queue.Forget(key);
                break;
            default:
                LogFailed(queue.Name, key, e.Message, e);
                metrics.ReconcileFailed(queue.Name);
                if (e is not (ApiStatusException or HttpRequestException))
                    metrics.ReconcileThrew(queue.Name);
                queue.AddRateLimited(key);
                break;
        }

        return "error";
    }
}
