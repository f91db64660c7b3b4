using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Queues;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Controllers;

public sealed class ControllerWorkersTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeLogger _log = new();
    private readonly IMeterFactory _meters = TestMetrics.Factory();
    private readonly RuntimeMetrics _metrics;
    private readonly WorkQueue<string> _queue;
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private Task _run = Task.CompletedTask;

    public ControllerWorkersTests()
    {
        _metrics = new RuntimeMetrics(_meters);
        _queue = new WorkQueue<string>("test", _clock, _metrics);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _abort.CancelAsync();
        await _run;
        _queue.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    [Fact]
    public async Task A_stuck_key_that_keeps_changing_holds_up_one_worker_and_no_other_key()
    {
        var gate = new TaskCompletionSource();
        var (busy, most) = (0, 0);
        Start(4, async (key, _) =>
        {
            if (key != "hot")
                return default;
            most = Math.Max(most, Interlocked.Increment(ref busy));
            await gate.Task;
            Interlocked.Decrement(ref busy);
            return default;
        });
        _queue.Add("hot", 1000);
        await CalledAsync(calls => calls.Contains("hot"), "the hot key is worked on");
        for (var i = 0; i < 1000; i++)
        {
            _queue.Add("hot", 1000);
            _queue.Add($"{i}");
        }

        await CalledAsync(calls => calls.Count(call => call != "hot") == 1000, "all the others are worked on meanwhile");
        Assert.Equal(1, _calls.Count(call => call == "hot"));
        gate.SetResult();
        await CalledAsync(calls => calls.Count(call => call == "hot") == 2, "the hot key comes round once more for all its changes");
        await Eventually.TrueAsync(() => _queue.KnownKeys == 0, "nothing is left");
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task What_is_thrown_is_counted_by_its_kind_and_tried_again_unless_it_is_terminal()
    {
        using var reconciles = Collect("controller_runtime_reconcile_total");
        using var errors = Collect("controller_runtime_reconcile_errors_total");
        using var panics = Collect("controller_runtime_reconcile_panics_total");
        using var terminal = Collect("controller_runtime_terminal_reconcile_errors_total");
        Start(1, (key, _) => (key, _calls.Count(call => call == key)) switch
        {
            ("throws", 1) => throw new InvalidOperationException("on purpose"),
            ("cancels", 1) => throw new OperationCanceledException("of its own"),
            ("times out", 1) => throw new TaskCanceledException("an HTTP request", new TimeoutException()),
            ("refused", 1) => throw new ApiStatusException(HttpStatusCode.Forbidden, "Forbidden", "no"),
            ("conflict", 1) => throw new ApiStatusException(HttpStatusCode.Conflict, "Conflict", "changed"),
            ("terminal", _) => throw new TerminalException("for good"),
            ("fails", 1) => Task.FromResult(new ReconcileOutcome(null, "not yet")),
            ("later", 1) => Task.FromResult(new ReconcileOutcome(TimeSpan.FromSeconds(3))),
            _ => Task.FromResult(default(ReconcileOutcome)),
        });
        string[] keys = ["throws", "cancels", "times out", "refused", "conflict", "terminal", "fails", "later", "fine"];
        foreach (var key in keys)
            _queue.Add(key);
        await CalledAsync(calls => calls.Length == 9, "each is called");
        await _clock.AdvanceUntilAsync(() => _calls.Count == 16 && _queue.KnownKeys == 0, "all but the terminal and the fine one are called again, and then nothing is remembered", TimeSpan.FromSeconds(1));

        Assert.Equal(["fine", "terminal"], keys.Where(key => _calls.Count(call => call == key) == 1).Order());
        Assert.Equal(
            [("error", 6), ("requeue", 1), ("requeue_after", 1), ("success", 8)],
            reconciles.GetMeasurementSnapshot().GroupBy(value => (string)value.Tags["result"]!).Select(group => (group.Key, (int)group.Sum(value => value.Value))).OrderBy(result => result.Key));
        Assert.Equal((6, 1, 1), (Sum(errors), Sum(panics), Sum(terminal)));
    }

    [Fact]
    public async Task Every_series_begins_at_zero()
    {
        using var reconciles = Collect("controller_runtime_reconcile_total");
        using var timeouts = Collect("controller_runtime_reconcile_timeouts_total");
        Start(1, (_, _) => Task.FromResult(default(ReconcileOutcome)));
        await Eventually.TrueAsync(() => timeouts.LastMeasurement is not null, "it starts");
        Assert.Equal(["error", "requeue", "requeue_after", "success"], reconciles.GetMeasurementSnapshot().Select(value => (string)value.Tags["result"]!).Order());
        Assert.Equal((0, 0), (Sum(reconciles), Sum(timeouts)));
    }

    [Fact]
    public async Task A_retry_keeps_the_priority_of_its_key()
    {
        var order = new List<string>();
        var gate = new TaskCompletionSource();
        Start(1, async (key, _) =>
        {
            if (key == "gate")
                await gate.Task;
            else
                order.Add(key);
            return key == "low" && order.Count(call => call == "low") == 1 ? throw new InvalidOperationException("on purpose") : default(ReconcileOutcome);
        });
        _queue.Add("low", QueuePriority.Low);
        await CalledAsync(calls => calls is ["low"], "it fails once");
        _queue.Add("gate");
        await CalledAsync(calls => calls is ["low", "gate"], "the worker is held up");
        _clock.Advance(TimeSpan.FromSeconds(1));
        _queue.Add("normal");
        gate.SetResult();
        await CalledAsync(calls => calls.Length == 4, "both are called");
        Assert.Equal(["low", "normal", "low"], order);
    }

    [Fact]
    public async Task A_reconciliation_that_takes_too_long_is_cancelled_counted_and_tried_again()
    {
        using var timeouts = Collect("controller_runtime_reconcile_timeouts_total");
        using var errors = Collect("controller_runtime_reconcile_errors_total");
        using var panics = Collect("controller_runtime_reconcile_panics_total");
        Start(
            1,
            async (key, token) =>
            {
                if (_calls.Count == 1)
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return default;
            },
            TimeSpan.FromSeconds(20));
        _queue.Add("slow");
        await CalledAsync(calls => calls is ["slow"], "it is called");
        await _clock.AdvanceUntilAsync(() => _calls.Count == 2, "it is called again", TimeSpan.FromSeconds(1));
        Assert.Equal((1, 1, 0), (Sum(timeouts), Sum(errors), Sum(panics)));
        Assert.Contains(_log.Collector.GetSnapshot(), record => record.Message.Contains("00:00:20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_call_has_an_id_of_its_own_in_the_log()
    {
        Start(1, (_, _) =>
        {
            _log.Log(LogLevel.Information, default, "inside", null, (state, _) => state);
            return Task.FromResult(default(ReconcileOutcome));
        });
        _queue.Add("a");
        _queue.Add("b");
        await CalledAsync(calls => calls.Length == 2, "both are called");
        await Eventually.TrueAsync(() => _queue.KnownKeys == 0, "both are done");
        var scopes = _log.Collector.GetSnapshot().Where(record => record.Message == "inside").Select(record => (Dictionary<string, object>)record.Scopes.Single(scope => scope is Dictionary<string, object>)!).ToList();
        Assert.Equal(["a", "b"], scopes.Select(scope => scope["key"]));
        Assert.Equal(2, scopes.Select(scope => scope["reconcileID"]).Distinct().Count());
    }

    [Fact]
    public async Task When_it_stops_what_is_under_way_ends_and_what_waits_is_left()
    {
        var gate = new TaskCompletionSource();
        Start(1, async (_, _) =>
        {
            await gate.Task;
            return default;
        });
        _queue.Add("under way");
        await CalledAsync(calls => calls is ["under way"], "it is called");
        _queue.Add("waits");
        await _stop.CancelAsync();
        Assert.False(_run.IsCompleted);
        gate.SetResult();
        await _run.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["under way"], _calls);
    }

    [Fact]
    public async Task One_worker_that_breaks_by_a_fault_outside_its_reconciler_ends_them_all()
    {
        var controller = new ControllerWorkers<string>(_queue, (_, _) => Task.FromResult(default(ReconcileOutcome)), new WorkerLimits(4, null), _metrics, _clock, new BrokenLogger());
        var run = controller.RunAsync(_stop.Token, _abort.Token);
        _queue.Add("a");
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private void Start(int workers, Func<string, CancellationToken, Task<ReconcileOutcome>> reconcile, TimeSpan? timeout = null)
    {
        var controller = new ControllerWorkers<string>(
            _queue,
            (key, token) =>
            {
                _calls.Enqueue(key);
                return reconcile(key, token);
            },
            new WorkerLimits(workers, timeout),
            _metrics,
            _clock,
            _log);
        _run = controller.RunAsync(_stop.Token, _abort.Token);
    }

    private Task CalledAsync(Func<string[], bool> condition, string what) => Eventually.TrueAsync(() => condition([.. _calls]), what);

    private MetricCollector<long> Collect(string name) => new(_meters, RuntimeMetrics.MeterName, name);

    private static int Sum(MetricCollector<long> counter) => (int)counter.GetMeasurementSnapshot().Sum(value => value.Value);

    private sealed class BrokenLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException("the disk is full");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }
    }
}
