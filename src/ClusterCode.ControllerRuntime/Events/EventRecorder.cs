using System.Text;
using System.Threading.Channels;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Events;

/// <summary>
/// Counts and writes events in the background. One that cannot be written waits aside while others are; when the operator stops, what waits is still written, and
/// the last counts of series too, for a short time.
/// </summary>
internal sealed partial class EventRecorder : BackgroundService, IEventRecorder
{
    /// <summary>How many events may wait to be written. The numbers here are client-go's.</summary>
    public const int Capacity = 1000;

    /// <summary>How often an event is tried that does not reach the server.</summary>
    public const int MaxTries = 12;

    /// <summary>How many events are written at once, so that one that takes long holds no other up.</summary>
    public const int Writers = 4;

    /// <summary>The wait between tries, give or take a quarter.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    /// <summary>How often a series that goes on is written, so that the server does not let it expire.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(30);

    /// <summary>After this long without another occurrence a series is over.</summary>
    public static readonly TimeSpan FinishAfter = TimeSpan.FromMinutes(6);

    /// <summary>How often it is looked which series are due.</summary>
    public static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long the rest may take at the end.</summary>
    public static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(5);

    // Holds no more than Capacity, but for the last counts of series at the end.
    private readonly Channel<EventSeries> _ready = Channel.CreateUnbounded<EventSeries>();
    private readonly HashSet<EventSeries> _waiting = [];
    private readonly Lock _lock = new();
    private readonly EventCorrelator _correlator;
    private readonly EventWriter _writer;
    private readonly RuntimeMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly Random _random;
    private readonly ILogger _logger;
    private int _pending;
    private bool _isFull;
    private bool _isStopping;

    public EventRecorder(IApiClient client, OperatorSettings settings, RuntimeMetrics metrics, TimeProvider timeProvider, Random random, ILogger<EventRecorder> logger)
    {
        _correlator = new EventCorrelator(settings, timeProvider);
        _writer = new EventWriter(client);
        _metrics = metrics;
        _timeProvider = timeProvider;
        _random = random;
        _logger = logger;
    }

    public void Record(EventRegarding regarding, EventType type, string reason, string action, string note, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(regarding);
        ArgumentNullException.ThrowIfNull(note);
        RequireWord(reason, nameof(reason));
        RequireWord(action, nameof(action));
        note = EventBody.Truncate(note);
        var key = new EventKey(regarding, type, reason, action, idempotencyKey is null ? note : null, idempotencyKey);
        lock (_lock)
        {
            if (_isStopping)
            {
                Drop(key, "stopped");
                return;
            }

            var series = _correlator.Observe(key, note, out var evicted);
            if (evicted is not null)
                Enqueue(evicted);
            if (series is null)
            {
                Drop(key, "spam");
            }
            else if (series.IsUrgent && !series.IsPending && !Enqueue(series) && series.WrittenCount == 0)
            {
                _correlator.Forget(series);
                Drop(key, "queue_full");
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var flush = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _timeProvider);
        await using var stop = stoppingToken.Register(() =>
        {
            flush.CancelAfter(FlushTimeout);
            BeginFlush();
        });
        var sweeping = SweepAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAllAsync(flush.Token, stoppingToken)));
        await sweeping;
        if (_pending == 0)
            return;
        _metrics.EventsFailed(_pending);
        LogUnwritten(_pending);
    }

    // Callers hold the lock in all that follow until the next such line.
    private bool Enqueue(EventSeries series)
    {
        if (_pending >= Capacity && !_isStopping)
        {
            if (!_isFull)
                LogFull(Capacity);
            _isFull = true;
            return false;
        }

        _isFull = _pending > Capacity / 2 && _isFull;
        series.IsPending = true;
        _pending++;
        _ready.Writer.TryWrite(series);
        return true;
    }

    private void Drop(EventKey key, string reason)
    {
        _metrics.EventDropped(reason);
        LogDropped(key.Reason, key.Regarding.Kind, key.Regarding.Namespace, key.Regarding.Name, reason);
    }

    private void Settle(EventSeries series)
    {
        series.IsPending = false;
        _pending--;
    }

    // From here on they do not.
    private void BeginFlush()
    {
        lock (_lock)
        {
            _isStopping = true;
            foreach (var series in _waiting)
                _ready.Writer.TryWrite(series);
            _waiting.Clear();
            foreach (var series in _correlator.Series.Where(series => series is { HasUnwritten: true, IsPending: false }))
                Enqueue(series);
            _ready.Writer.TryComplete();
        }
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken, CancellationToken stoppingToken)
    {
        await foreach (var series in _ready.Reader.ReadAllAsync(CancellationToken.None))
        {
            // What occurs while it is written makes it due again.
            while (!cancellationToken.IsCancellationRequested && await WriteAsync(series, cancellationToken, stoppingToken))
            {
            }
        }
    }

    /// <summary>Writes it once; true when it is to be written again at once.</summary>
    private async Task<bool> WriteAsync(EventSeries series, CancellationToken cancellationToken, CancellationToken stoppingToken)
    {
        try
        {
            int count, written;
            DateTimeOffset lastObserved;
            lock (_lock)
                (count, written, lastObserved) = (series.Count, series.WrittenCount, series.LastObserved);
            var known = await _writer.WriteAsync(series.First, count, written, lastObserved, cancellationToken);
            lock (_lock)
            {
                series.Written(known, _timeProvider.GetUtcNow());
                if (series.IsUrgent || (_isStopping && series.HasUnwritten))
                    return true;
                Settle(series);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told at the end, for all that are left.
        }
        // Whatever is wrong with one event, the others are still to be written.
        catch (Exception e)
        {
            Fail(series, e, stoppingToken);
        }

        return false;
    }

    private void Fail(EventSeries series, Exception error, CancellationToken stoppingToken)
    {
        lock (_lock)
        {
            series.Failures++;
            if (EventWriter.MayPass(error) && series.Failures < MaxTries && !_isStopping)
            {
                _waiting.Add(series);
                _ = RetryAsync(series, RetryDelay * (0.75 + (0.5 * _random.NextDouble())), stoppingToken);
                return;
            }

            Settle(series);
            _correlator.Forget(series);
        }

        _metrics.EventsFailed(1);
        var regarding = series.Key.Regarding;
        LogFailed(series.Key.Reason, regarding.Kind, regarding.Namespace, regarding.Name, error.Message);
    }

    private async Task RetryAsync(EventSeries series, TimeSpan delay, CancellationToken stoppingToken)
    {
        // When the operator stops, the flush takes what waits.
        await Task.Delay(delay, _timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (_waiting.Remove(series))
                _ready.Writer.TryWrite(series);
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepInterval, _timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Sweep(_timeProvider.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            // Stopped; the flush writes the rest.
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var series in _correlator.Series)
            {
                if (series.IsPending)
                    continue;
                var isOver = now - series.LastObserved >= FinishAfter;
                if (series.HasUnwritten && (series.IsUrgent || isOver || now - series.LastWritten >= RefreshInterval))
                    Enqueue(series);
                else if (isOver)
                    _correlator.Forget(series);
            }
        }
    }

    private static void RequireWord(string word, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(word, parameter);
        if (Encoding.UTF8.GetByteCount(word) > EventBody.MaxWordBytes)
            throw new ArgumentException($"An event's {parameter} has at most {EventBody.MaxWordBytes} bytes, and this has {Encoding.UTF8.GetByteCount(word)}: shorten it.", parameter);
    }
}
