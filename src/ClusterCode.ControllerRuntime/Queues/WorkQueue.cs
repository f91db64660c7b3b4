using System.Threading.Channels;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Metrics;

namespace ClusterCode.ControllerRuntime.Queues;

/// <summary>
/// Keys that wait to be worked on. A key that waits is not added twice; a key that is added while it is worked on waits again once it is done. So a key is never
/// worked on by two at once, and no change is lost. The semantics are those of client-go's workqueue.
/// </summary>
internal sealed class WorkQueue<TKey> : IControllerQueue<TKey>, IDisposable
    where TKey : notnull
{
    /// <summary>The delay after a key's first failure; it doubles with each further one.</summary>
    public static readonly TimeSpan RetryBase = TimeSpan.FromMilliseconds(5);

    /// <summary>No failing key waits longer.</summary>
    public static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(1000);

    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly RuntimeMetrics _metrics;
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();

    // Keys that need work, with the time since when: those in _ready, and those under way that must go round again.
    private readonly Dictionary<TKey, long> _dirty = [];

    // Keys under way, with the time since when.
    private readonly Dictionary<TKey, long> _processing = [];
    private readonly Dictionary<TKey, int> _failures = [];

    // When each delayed key becomes ready. An entry of _delayed whose time is not the key's in here has been overtaken by an earlier one.
    private readonly Dictionary<TKey, long> _readyAt = [];
    private readonly PriorityQueue<TKey, long> _delayed = new();
    private readonly ITimer _timer;
    private bool _shuttingDown;

    public WorkQueue(string name, TimeProvider timeProvider, RuntimeMetrics metrics)
    {
        Name = name;
        _timeProvider = timeProvider;
        _metrics = metrics;
        _timer = timeProvider.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).AddReady(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        metrics.QueueCreated(name, ReadState);
    }

    /// <summary>The name in metrics.</summary>
    public string Name { get; }

    /// <summary>How many keys wait, not counting delayed ones.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _ready.Reader.Count;
        }
    }

    public void Add(TKey key)
    {
        lock (_lock)
            AddLocked(key);
    }

    public void AddAfter(TKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            if (_shuttingDown)
                return;
            if (delay <= TimeSpan.Zero)
            {
                AddLocked(key);
                return;
            }

            var readyAt = _timeProvider.GetTimestamp() + (long)(delay.TotalSeconds * _timeProvider.TimestampFrequency);
            if (_readyAt.TryGetValue(key, out var earlier) && earlier <= readyAt)
                return;
            _readyAt[key] = readyAt;
            _delayed.Enqueue(key, readyAt);
            SetTimer();
        }
    }

    /// <summary>Adds a key that failed, after a delay that doubles with each failure.</summary>
    public void AddRateLimited(TKey key)
    {
        TimeSpan delay;
        lock (_lock)
        {
            var failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
            // 2^18 times the base is past the maximum already; more would only overflow.
            delay = RetryBase * Math.Pow(2, Math.Min(failures, 18));
        }

        _metrics.QueueRetried(Name);
        AddAfter(key, delay < RetryMax ? delay : RetryMax);
    }

    /// <summary>How often the key failed since it was last forgotten.</summary>
    public int Failures(TKey key)
    {
        lock (_lock)
            return _failures.GetValueOrDefault(key);
    }

    /// <summary>Forgets the key's failures.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
            _failures.Remove(key);
    }

    /// <summary>Waits for a key to work on; <see cref="Done"/> must follow.</summary>
    /// <returns>The key; or false when the queue was shut down and is empty.</returns>
    public async ValueTask<(bool HasKey, TKey Key)> GetAsync(CancellationToken cancellationToken)
    {
        while (await _ready.Reader.WaitToReadAsync(cancellationToken))
        {
            lock (_lock)
            {
                if (!_ready.Reader.TryRead(out var key))
                    continue;
                _dirty.Remove(key, out var since);
                _processing[key] = _timeProvider.GetTimestamp();
                _metrics.QueueWaited(Name, _timeProvider.GetElapsedTime(since));
                return (true, key);
            }
        }

        return (false, default!);
    }

    /// <summary>The work on the key has ended, however.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_processing.Remove(key, out var since))
                return;
            _metrics.QueueWorked(Name, _timeProvider.GetElapsedTime(since));
            if (_dirty.ContainsKey(key))
                _ready.Writer.TryWrite(key);
            CompleteIfDrained();
        }
    }

    /// <summary>Takes no more keys. Those that wait, and those that must go round again, are still handed out; delayed ones are not.</summary>
    public void ShutDown()
    {
        lock (_lock)
        {
            _shuttingDown = true;
            _delayed.Clear();
            _readyAt.Clear();
            CompleteIfDrained();
        }
    }

    public void Dispose()
    {
        ShutDown();
        _timer.Dispose();
    }

    private void AddLocked(TKey key)
    {
        if (_shuttingDown || !_dirty.TryAdd(key, _timeProvider.GetTimestamp()))
            return;
        _metrics.QueueAdded(Name);
        if (!_processing.ContainsKey(key))
            _ready.Writer.TryWrite(key);
    }

    private void AddReady()
    {
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            while (_delayed.TryPeek(out var key, out var readyAt) && readyAt <= now)
            {
                _delayed.Dequeue();
                if (_readyAt.TryGetValue(key, out var current) && current == readyAt)
                {
                    _readyAt.Remove(key);
                    AddLocked(key);
                }
            }

            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (!_delayed.TryPeek(out _, out var readyAt))
            return;
        var wait = TimeSpan.FromSeconds((double)(readyAt - _timeProvider.GetTimestamp()) / _timeProvider.TimestampFrequency);
        // A timer counts whole milliseconds, and one that is early would only come to be set again. Beyond its range it is set again when it comes.
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, MaxTimerMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private const double MaxTimerMilliseconds = int.MaxValue;

    private void CompleteIfDrained()
    {
        if (_shuttingDown && !_processing.Keys.Any(_dirty.ContainsKey))
            _ready.Writer.TryComplete();
    }

    private QueueState ReadState()
    {
        lock (_lock)
        {
            var ages = _processing.Values.Select(since => _timeProvider.GetElapsedTime(since)).ToList();
            return new QueueState(_ready.Reader.Count, ages.Aggregate(TimeSpan.Zero, (sum, age) => sum + age), ages.Count == 0 ? TimeSpan.Zero : ages.Max());
        }
    }
}
