using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Metrics;

namespace ClusterCode.ControllerRuntime.Queues;

/// <summary>
/// Keys that wait to be worked on; the semantics are those of controller-runtime's priority queue.
/// <code>
///            AddAfter, AddRateLimited                      Add
///   idle ───────────────────────────▶ delayed ──time──▶ ready ──GetAsync──▶ being worked on ──Done──▶ idle
///                                                         ▲  added meanwhile: held back until Done │
///                                                         └────────────────────────────────────────┘
/// </code>
/// A key is in here once, whatever happens to it. It is handed out to one worker at a time; what is added while it is worked on is held back until <see cref="Done"/>,
/// so no change is lost and no worker waits for another. The highest priority comes first; keys of one priority come in the order in which they became ready.
/// A key that is added again takes the higher of the two priorities and the earlier of the two times. Every operation costs O(log n); nothing polls, and a worker that
/// waits holds no thread. A key of which nothing is wanted, nothing under way and no failure counted takes no memory.
/// </summary>
internal sealed class WorkQueue<TKey> : IControllerQueue<TKey>, IDisposable
    where TKey : notnull
{
    /// <summary>The delay after a key's first failure; it doubles with each further one.</summary>
    public static readonly TimeSpan RetryBase = TimeSpan.FromMilliseconds(5);

    /// <summary>No failing key waits longer.</summary>
    public static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(1000);

    /// <summary>The base times two to this is past the maximum already; more would only overflow.</summary>
    private const int MostDoublings = 18;

    private const double MaxTimerMilliseconds = int.MaxValue;

    /// <summary>A table of keys that grew beyond this is given back when the queue is empty.</summary>
    private const int KeptCapacity = 1024;

    private const long Never = long.MaxValue;

    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly RuntimeMetrics _metrics;
    private readonly Dictionary<TKey, QueueItem<TKey>> _items = [];
    private readonly QueueHeap<TKey> _ready = new(static (item, other) => item.Priority != other.Priority ? item.Priority > other.Priority : item.Turn < other.Turn);
    private readonly QueueHeap<TKey> _delayed = new(static (item, other) => (item.ReadyAt, -(long)item.Priority, item.Turn).CompareTo((other.ReadyAt, -(long)other.Priority, other.Turn)) < 0);
    private readonly List<QueueItem<TKey>> _processing = [];

    // Keys that are wanted now, by priority, those held back included. A priority that was seen once stays, so that its metric goes to zero and not away.
    private readonly SortedDictionary<int, int> _depths = new() { [QueuePriority.Normal] = 0 };

    // One permit for each key in _ready, and one more when there will never be another key: who gets that passes it on.
    private readonly SemaphoreSlim _permits = new(0);
    private readonly ITimer _timer;
    private long _timerSetFor = Never;
    private long _turns;
    private int _heldBack;
    private bool _shuttingDown;
    private bool _ended;

    public WorkQueue(string name, TimeProvider timeProvider, RuntimeMetrics metrics)
    {
        Name = name;
        _timeProvider = timeProvider;
        _metrics = metrics;
        _timer = timeProvider.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        metrics.QueueCreated(name, ReadState);
    }

    /// <summary>The name in metrics.</summary>
    public string Name { get; }

    /// <summary>How many keys could be handed out now: neither delayed ones nor those held back.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _ready.Count;
        }
    }

    /// <summary>Of how many keys anything is known: wanted, under way, or with failures counted.</summary>
    public int KnownKeys
    {
        get
        {
            lock (_lock)
                return _items.Count;
        }
    }

    /// <summary>For how many keys memory is held, in the largest of the tables.</summary>
    public int Capacity
    {
        get
        {
            lock (_lock)
                return Math.Max(_items.EnsureCapacity(0), Math.Max(_ready.Capacity, _delayed.Capacity));
        }
    }

    public void Add(TKey key, int priority = QueuePriority.Normal)
    {
        lock (_lock)
            AddLocked(key, priority, TimeSpan.Zero);
    }

    public void AddAfter(TKey key, TimeSpan delay, int priority = QueuePriority.Normal)
    {
        lock (_lock)
            AddLocked(key, priority, delay);
    }

    /// <summary>Counts a failure of the key and adds it after a delay that doubles with each failure.</summary>
    public void AddRateLimited(TKey key, int priority = QueuePriority.Normal)
    {
        lock (_lock)
        {
            if (_shuttingDown)
                return;
            var item = ItemOf(key);
            var delay = RetryBase * Math.Pow(2, Math.Min(item.Failures, MostDoublings));
            if (item.Failures < int.MaxValue)
                item.Failures++;
            AddLocked(key, priority, delay < RetryMax ? delay : RetryMax);
        }
    }

    /// <summary>How often the key failed since it was last forgotten.</summary>
    public int Failures(TKey key)
    {
        lock (_lock)
            return _items.GetValueOrDefault(key)?.Failures ?? 0;
    }

    /// <summary>Forgets the key's failures. A retry that is under way for them still comes.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            if (!_items.TryGetValue(key, out var item))
                return;
            item.Failures = 0;
            DropIfIdle(item);
        }
    }

    /// <summary>Waits for a key to work on; <see cref="Done"/> must follow. A wait that is cancelled takes no key.</summary>
    /// <returns>The key and the priority it had; or false when the queue was shut down and is empty.</returns>
    public async ValueTask<(bool HasKey, TKey Key, int Priority)> GetAsync(CancellationToken cancellationToken)
    {
        await _permits.WaitAsync(cancellationToken);
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            AddDue(now);
            if (!_ready.TryPeek(out var item))
            {
                _permits.Release();
                return (false, default!, 0);
            }

            _ready.Remove(item);
            _depths[item.Priority]--;
            _metrics.QueueWaited(Name, _timeProvider.GetElapsedTime(item.ReadyAt, now));
            item.State = QueueItemState.Idle;
            item.IsProcessing = true;
            item.StartedAt = now;
            _processing.Add(item);
            return (true, item.Key, item.Priority);
        }
    }

    /// <summary>The work on the key has ended, however. A key that is not being worked on is ignored.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_items.TryGetValue(key, out var item) || !item.IsProcessing)
                return;
            item.IsProcessing = false;
            _processing.Remove(item);
            _metrics.QueueWorked(Name, _timeProvider.GetElapsedTime(item.StartedAt));
            if (item.State == QueueItemState.Ready)
            {
                _heldBack--;
                HandOut(item);
            }

            DropIfIdle(item);
            EndIfDrained();
        }
    }

    /// <summary>Takes no more keys. Those that wait, and those that must go round again, are still handed out; delayed ones are not.</summary>
    public void ShutDown()
    {
        lock (_lock)
        {
            if (_shuttingDown)
                return;
            _shuttingDown = true;
            AddDue(_timeProvider.GetTimestamp());
            while (_delayed.TryPeek(out var item))
            {
                _delayed.Remove(item);
                item.State = QueueItemState.Idle;
                item.Failures = 0;
                DropIfIdle(item);
            }

            EndIfDrained();
        }
    }

    public void Dispose()
    {
        ShutDown();
        _timer.Dispose();
    }

    private void AddLocked(TKey key, int priority, TimeSpan delay)
    {
        if (_shuttingDown)
            return;
        var now = _timeProvider.GetTimestamp();
        // Who became ready before this key was added comes before it, also when the timer is late.
        AddDue(now);
        var isDelayed = delay > TimeSpan.Zero;
        if (isDelayed)
            _metrics.QueueRetried(Name);
        var item = ItemOf(key);
        if (item.State == QueueItemState.Idle)
        {
            item.Priority = priority;
            if (isDelayed)
                Delay(item, now, delay);
            else
                MakeReady(item, now);
        }
        else
        {
            Raise(item, priority);
            if (item.State == QueueItemState.Delayed)
                BringForward(item, now, delay);
        }

        SetTimer(now);
    }

    private void Raise(QueueItem<TKey> item, int priority)
    {
        if (priority <= item.Priority)
            return;
        if (item.State == QueueItemState.Ready)
        {
            _depths[item.Priority]--;
            CountDepth(priority);
        }

        item.Priority = priority;
        if (item.State == QueueItemState.Delayed)
            _delayed.Moved(item);
        else if (!item.IsProcessing)
            _ready.Moved(item);
    }

    private void Delay(QueueItem<TKey> item, long now, TimeSpan delay)
    {
        item.State = QueueItemState.Delayed;
        item.ReadyAt = Later(now, delay);
        item.Turn = ++_turns;
        _delayed.Push(item);
    }

    private void BringForward(QueueItem<TKey> item, long now, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            _delayed.Remove(item);
            MakeReady(item, now);
        }
        else if (Later(now, delay) is var readyAt && readyAt < item.ReadyAt)
        {
            item.ReadyAt = readyAt;
            _delayed.Moved(item);
        }
    }

    private void MakeReady(QueueItem<TKey> item, long now)
    {
        item.State = QueueItemState.Ready;
        item.ReadyAt = now;
        item.Turn = ++_turns;
        CountDepth(item.Priority);
        _metrics.QueueAdded(Name);
        if (item.IsProcessing)
            _heldBack++;
        else
            HandOut(item);
    }

    private void HandOut(QueueItem<TKey> item)
    {
        _ready.Push(item);
        _permits.Release();
    }

    private void AddDue(long now)
    {
        while (_delayed.TryPeek(out var item) && item.ReadyAt <= now)
        {
            _delayed.Remove(item);
            MakeReady(item, now);
        }
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            _timerSetFor = Never;
            AddDue(now);
            SetTimer(now);
        }
    }

    private void SetTimer(long now)
    {
        if (!_delayed.TryPeek(out var item) || item.ReadyAt == _timerSetFor)
            return;
        _timerSetFor = item.ReadyAt;
        var wait = TimeSpan.FromSeconds((double)(item.ReadyAt - now) / _timeProvider.TimestampFrequency);
        // A timer counts whole milliseconds, and one that is early would only come to be set again. Beyond its range it is set again when it comes.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, MaxTimerMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The timestamp <paramref name="delay"/> from now, never earlier by rounding; the end of time for what lies beyond it.</summary>
    private long Later(long now, TimeSpan delay)
    {
        var exact = (Int128)delay.Ticks * _timeProvider.TimestampFrequency;
        var (whole, rest) = Int128.DivRem(exact, TimeSpan.TicksPerSecond);
        return (long)Int128.Min(now + whole + (rest > 0 ? 1 : 0), Never - 1);
    }

    private void CountDepth(int priority) => _depths[priority] = _depths.GetValueOrDefault(priority) + 1;

    private QueueItem<TKey> ItemOf(TKey key)
    {
        if (!_items.TryGetValue(key, out var item))
            _items.Add(key, item = new QueueItem<TKey>(key));
        return item;
    }

    private void DropIfIdle(QueueItem<TKey> item)
    {
        if (item is not { State: QueueItemState.Idle, IsProcessing: false, Failures: 0 })
            return;
        _items.Remove(item.Key);
        if (_items.Count == 0 && _items.EnsureCapacity(0) > KeptCapacity)
            _items.TrimExcess();
    }

    private void EndIfDrained()
    {
        if (!_shuttingDown || _heldBack > 0 || _ended)
            return;
        _ended = true;
        _permits.Release();
    }

    private QueueState ReadState()
    {
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            var (sum, longest) = (TimeSpan.Zero, TimeSpan.Zero);
            foreach (var item in _processing)
            {
                var age = _timeProvider.GetElapsedTime(item.StartedAt, now);
                (sum, longest) = (sum + age, age > longest ? age : longest);
            }

            return new QueueState([.. _depths], sum, longest);
        }
    }
}
