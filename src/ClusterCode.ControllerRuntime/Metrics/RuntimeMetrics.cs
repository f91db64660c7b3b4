using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace ClusterCode.ControllerRuntime.Metrics;

/// <summary>
/// The runtime's instruments, under the names that controller-runtime's dashboards know. Names end in <c>_total</c> or <c>_seconds</c> and instruments carry no
/// unit, so that the Prometheus exporter leaves the names alone.
/// </summary>
internal sealed class RuntimeMetrics
{
    /// <summary>The meter to subscribe to.</summary>
    public const string MeterName = "ClusterCode.ControllerRuntime";

    // controller-runtime's buckets, in seconds.
    private static readonly double[] ReconcileBuckets =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60];

    private static readonly double[] QueueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];

    // client-go's buckets, in seconds.
    private static readonly double[] RequestBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

    private readonly ConcurrentDictionary<string, Func<QueueState>> _queues = new();
    private readonly ConcurrentDictionary<string, int> _maxConcurrent = new();
    private readonly ConcurrentDictionary<string, Func<bool>> _elections = new();
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _requestTime;
    private readonly Counter<long> _reconciles;
    private readonly Counter<long> _reconcileErrors;
    private readonly Counter<long> _terminalErrors;
    private readonly Counter<long> _panics;
    private readonly Counter<long> _timeouts;
    private readonly Histogram<double> _reconcileTime;
    private readonly UpDownCounter<long> _activeWorkers;
    private readonly Counter<long> _queueAdds;
    private readonly Counter<long> _queueRetries;
    private readonly Histogram<double> _queueDuration;
    private readonly Histogram<double> _workDuration;
    private readonly Counter<long> _eventsDropped;
    private readonly Counter<long> _eventsFailed;
    private readonly Counter<long> _watches;

    public RuntimeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("rest_client_requests_total", description: "Requests to the API server, by status code, method and host.");
        _requestTime = meter.CreateHistogram("rest_client_request_duration_seconds", null, "How long the API server takes to begin its answer, by verb and host.", advice: Buckets(RequestBuckets));
        _reconciles = meter.CreateCounter<long>("controller_runtime_reconcile_total", description: "Reconciliations, by result: success, error, requeue_after, requeue.");
        _reconcileErrors = meter.CreateCounter<long>("controller_runtime_reconcile_errors_total", description: "Reconciliations that failed.");
        _terminalErrors = meter.CreateCounter<long>("controller_runtime_terminal_reconcile_errors_total", description: "Reconciliations that failed in a way that no retry mends.");
        _panics = meter.CreateCounter<long>("controller_runtime_reconcile_panics_total", description: "Reconciliations that ended in an exception other than the API server's refusal.");
        _timeouts = meter.CreateCounter<long>("controller_runtime_reconcile_timeouts_total", description: "Reconciliations that were cancelled because they took too long.");
        _reconcileTime = meter.CreateHistogram("controller_runtime_reconcile_time_seconds", null, "How long reconciliations take.", advice: Buckets(ReconcileBuckets));
        _activeWorkers = meter.CreateUpDownCounter<long>("controller_runtime_active_workers", description: "Reconciliations under way.");
        meter.CreateObservableGauge("controller_runtime_max_concurrent_reconciles", () => Observe(_maxConcurrent, "controller", count => (long)count), description: "Reconciliations that may be under way at once.");
        meter.CreateObservableGauge("workqueue_depth", ObserveDepths, description: "Keys that wait, by priority.");
        _queueAdds = meter.CreateCounter<long>("workqueue_adds_total", description: "Keys added.");
        _queueRetries = meter.CreateCounter<long>("workqueue_retries_total", description: "Keys added again after a failure.");
        _queueDuration = meter.CreateHistogram("workqueue_queue_duration_seconds", null, "How long keys wait.", advice: Buckets(QueueBuckets));
        _workDuration = meter.CreateHistogram("workqueue_work_duration_seconds", null, "How long keys are worked on.", advice: Buckets(QueueBuckets));
        meter.CreateObservableGauge("workqueue_unfinished_work_seconds", () => ObserveQueues(state => state.UnfinishedWork), description: "How long the keys under way have been worked on, together.");
        meter.CreateObservableGauge("workqueue_longest_running_processor_seconds", () => ObserveQueues(state => state.LongestRunning), description: "How long the oldest key under way has been worked on.");
        _eventsDropped = meter.CreateCounter<long>("event_recorder_dropped_total", description: "Kubernetes events that were dropped: because too many waited (queue_full), one object had too many (spam), or the operator had stopped (stopped).");
        meter.CreateObservableGauge("leader_election_master_status", () => Observe(_elections, "name", isLeader => isLeader() ? 1L : 0L), description: "Whether this process leads (1) or another does (0), by lease.");
        _eventsFailed = meter.CreateCounter<long>("event_recorder_failed_total", description: "Kubernetes events that could not be written.");
        _watches = meter.CreateCounter<long>("reflector_watches_total", description: "Watches that began, by resource.");
    }

    public void RequestSent(string method, string host, string code) => _requests.Add(1, new("code", code), new("method", method), new("host", host));

    public void RequestTook(string verb, string host, TimeSpan duration) => _requestTime.Record(duration.TotalSeconds, new("verb", verb), new("host", host));

    public void ReconcileEnded(string controller, string result, TimeSpan duration)
    {
        _reconciles.Add(1, new("controller", controller), new("result", result));
        _reconcileTime.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("controller", controller));
    }

    public void ReconcileFailed(string controller) => _reconcileErrors.Add(1, new KeyValuePair<string, object?>("controller", controller));

    public void ReconcileFailedForGood(string controller) => _terminalErrors.Add(1, new KeyValuePair<string, object?>("controller", controller));

    public void ReconcileThrew(string controller) => _panics.Add(1, new KeyValuePair<string, object?>("controller", controller));

    public void ReconcileTimedOut(string controller) => _timeouts.Add(1, new KeyValuePair<string, object?>("controller", controller));

    public void WorkerBusy(string controller, int change) => _activeWorkers.Add(change, new KeyValuePair<string, object?>("controller", controller));

    /// <summary>Every series begins at zero, so that the first failure is a rise and not the series' beginning.</summary>
    public void ControllerStarted(string controller, int maxConcurrentReconciles)
    {
        _maxConcurrent[controller] = maxConcurrentReconciles;
        var label = new KeyValuePair<string, object?>("controller", controller);
        foreach (var result in ReconcileResults.All)
            _reconciles.Add(0, label, new("result", result));
        foreach (var counter in new[] { _reconcileErrors, _terminalErrors, _panics, _timeouts })
            counter.Add(0, label);
        _activeWorkers.Add(0, label);
    }

    public void ElectionEntered(string lease, Func<bool> isLeader) => _elections[lease] = isLeader;

    public void QueueCreated(string name, Func<QueueState> state) => _queues[name] = state;

    public void QueueAdded(string name) => _queueAdds.Add(1, new("name", name), new("controller", name));

    public void QueueRetried(string name) => _queueRetries.Add(1, new("name", name), new("controller", name));

    public void QueueWaited(string name, TimeSpan duration) => _queueDuration.Record(duration.TotalSeconds, new("name", name), new("controller", name));

    public void QueueWorked(string name, TimeSpan duration) => _workDuration.Record(duration.TotalSeconds, new("name", name), new("controller", name));

    public void EventDropped(string reason) => _eventsDropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void EventsFailed(int count) => _eventsFailed.Add(count);

    public void WatchStarted(string resource) => _watches.Add(1, new KeyValuePair<string, object?>("resource", resource));

    private static InstrumentAdvice<double> Buckets(double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };

    // controller-runtime names a queue twice, and so do its dashboards.
    private IEnumerable<Measurement<long>> ObserveDepths() =>
        from queue in _queues
        from depth in queue.Value().Depths
        select new Measurement<long>(depth.Value, new("name", queue.Key), new("controller", queue.Key), new("priority", depth.Key.ToString(CultureInfo.InvariantCulture)));

    private IEnumerable<Measurement<double>> ObserveQueues(Func<QueueState, TimeSpan> measure) =>
        from queue in _queues
        select new Measurement<double>(measure(queue.Value()).TotalSeconds, new("name", queue.Key), new("controller", queue.Key));

    private static IEnumerable<Measurement<TMeasure>> Observe<TState, TMeasure>(ConcurrentDictionary<string, TState> states, string label, Func<TState, TMeasure> measure)
        where TMeasure : struct =>
        states.Select(state => new Measurement<TMeasure>(measure(state.Value), new KeyValuePair<string, object?>(label, state.Key)));
}
