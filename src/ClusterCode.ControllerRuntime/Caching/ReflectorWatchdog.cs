namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Cancels a watch that is silent for too long or should have ended long ago: a connection whose other end is gone says nothing, for ever.</summary>
internal sealed class ReflectorWatchdog : IAsyncDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _watch;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _since;
    private long _lastHeard;
    private TimeSpan _limit = Timeout.InfiniteTimeSpan;
    private TimeSpan _silence = Timeout.InfiniteTimeSpan;

    /// <summary>Watches over nothing until <see cref="Expect"/> is called.</summary>
    /// <param name="watch">Is cancelled when the time is over.</param>
    /// <param name="timeProvider">The clock.</param>
    public ReflectorWatchdog(CancellationTokenSource watch, TimeProvider timeProvider)
    {
        _watch = watch;
        _timeProvider = timeProvider;
        _since = _lastHeard = timeProvider.GetTimestamp();
        _timer = timeProvider.CreateTimer(static state => ((ReflectorWatchdog)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True once the time was over.</summary>
    public bool HasBitten { get; private set; }

    /// <summary>From now on, the watch has to end within <paramref name="limit"/> and may not be silent for longer than <paramref name="silence"/>; both may be infinite.</summary>
    public void Expect(TimeSpan limit, TimeSpan silence)
    {
        lock (_lock)
        {
            _since = _timeProvider.GetTimestamp();
            Volatile.Write(ref _lastHeard, _since);
            _limit = limit;
            _silence = silence;
            _timer.Change(Left(), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>From now on, the watch may not be silent for longer than this either.</summary>
    public void ExpectSound(TimeSpan silence)
    {
        lock (_lock)
        {
            Heard();
            if (_silence == silence)
                return;
            _silence = silence;
            _timer.Change(Left(), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The watch told something. The timer is left alone and sees it when it fires, because this is called for every line.</summary>
    public void Heard() => Volatile.Write(ref _lastHeard, _timeProvider.GetTimestamp());

    /// <summary>Returns when the watchdog neither acts nor will act.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Check()
    {
        lock (_lock)
        {
            var left = Left();
            if (left > TimeSpan.Zero || left == Timeout.InfiniteTimeSpan)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            HasBitten = true;
        }

        // Outside of the lock: what waits for the watch may go on right here.
        _watch.Cancel();
    }

    private TimeSpan Left()
    {
        var total = Left(_limit, _since);
        var sound = Left(_silence, Volatile.Read(ref _lastHeard));
        return total == Timeout.InfiniteTimeSpan ? sound : sound == Timeout.InfiniteTimeSpan || total < sound ? total : sound;
    }

    private TimeSpan Left(TimeSpan span, long from)
    {
        if (span == Timeout.InfiniteTimeSpan)
            return span;
        var left = span - _timeProvider.GetElapsedTime(from);
        // Rounded up, because timers count whole milliseconds and one that is early would fire again and again.
        return left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
    }
}
