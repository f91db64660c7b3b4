namespace ClusterCode.ControllerRuntime.Tests.LeaderElection;

/// <summary>A process's clock. It does not stop when the process is frozen, and then timers that came due fire when it wakes.</summary>
internal sealed class SimulatedClock(World world, SimulatedProcess process, double rate, TimeSpan offset) : TimeProvider
{
    /// <summary>How far the wall clock has been set wrong, by hand or by a time server.</summary>
    public TimeSpan WallClockError { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (offset + (world.Now * rate)).Ticks;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero) + (world.Now * rate) + WallClockError;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int _generation;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var generation = ++_generation;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            clock.Schedule(dueTime, () =>
            {
                if (generation == _generation)
                    callback(state);
            });
            return true;
        }

        public void Dispose() => _generation++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    // A real timer counts whole milliseconds and is never early.
    private void Schedule(TimeSpan dueTime, Action fire) =>
        world.After(TimeSpan.FromTicks((long)Math.Ceiling(Math.Ceiling(dueTime.TotalMilliseconds) * TimeSpan.TicksPerMillisecond / rate)), () => process.WhenAwake(fire));
}
