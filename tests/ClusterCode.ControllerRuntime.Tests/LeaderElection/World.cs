using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Tests.Fakes;

namespace ClusterCode.ControllerRuntime.Tests.LeaderElection;

/// <summary>
/// A world in which processes compete for one lease: one thread, one true time that only the test moves, and everything that happens, happens in an order that follows
/// from the seed. Each process has a clock of its own that runs at its own rate, and may be frozen; the network loses, delays and breaks what it carries.
/// </summary>
internal sealed class World : SynchronizationContext
{
    private readonly PriorityQueue<Action, (TimeSpan Time, long Order)> _events = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private long _order;

    public World(int seed) => Random = new Random(seed);

    public Random Random { get; }

    /// <summary>The true time, which nobody in the world knows.</summary>
    public TimeSpan Now { get; private set; }

    public SimulatedLeaseServer Server { get; } = new();

    public RuntimeMetrics Metrics { get; } = TestMetrics.Create();

    public List<SimulatedProcess> Processes { get; } = [];

    /// <summary>Who may act at this moment; a frozen process cannot.</summary>
    public IReadOnlyList<SimulatedProcess> Leaders => [.. Processes.Where(process => !process.IsFrozen && process.Elector.IsLeader)];

    /// <summary>How often, and for how many processes at once, anybody led.</summary>
    public int MostLeadersAtOnce { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_posted)
            _posted.Enqueue((d, state));
    }

    public void At(TimeSpan time, Action action) => _events.Enqueue(action, (time > Now ? time : Now, _order++));

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Lets the world go on. After every single thing that happens it is counted who leads.</summary>
    public void RunFor(TimeSpan duration)
    {
        var end = Now + duration;
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            Settle();
            while (_events.TryPeek(out _, out var next) && next.Time <= end)
            {
                Now = next.Time;
                _events.Dequeue()();
                Settle();
                MostLeadersAtOnce = Math.Max(MostLeadersAtOnce, Leaders.Count);
            }

            Now = end;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Lets the world go on until something is so; fails when it has not become so in time.</summary>
    public TimeSpan RunUntil(Func<bool> condition, TimeSpan limit, string what)
    {
        var start = Now;
        while (!condition())
        {
            Assert.True(Now - start < limit, $"Within {limit} it never came true that {what}.");
            RunFor(TimeSpan.FromMilliseconds(50));
        }

        return Now - start;
    }

    private void Settle()
    {
        while (true)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_posted)
            {
                if (!_posted.TryDequeue(out next))
                    return;
            }

            next.Callback(next.State);
        }
    }
}
