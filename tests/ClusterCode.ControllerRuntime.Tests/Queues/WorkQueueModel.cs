namespace ClusterCode.ControllerRuntime.Tests.Queues;

/// <summary>A work queue as simple as it can be written: lists that are searched from end to end.</summary>
internal sealed class WorkQueueModel
{
    private readonly Dictionary<int, Wanted> _wanted = [];
    private readonly Dictionary<int, int> _failures = [];
    private long _now;
    private int _turn;

    public HashSet<int> Processing { get; } = [];

    public bool IsShutDown { get; private set; }

    /// <summary>What could be handed out, in the order in which it must come.</summary>
    public List<(int Key, int Priority)> Ready =>
        [.. _wanted.Where(pair => pair.Value.IsReady && !Processing.Contains(pair.Key)).OrderByDescending(pair => pair.Value.Priority).ThenBy(pair => pair.Value.Turn).Select(pair => (pair.Key, pair.Value.Priority))];

    public Dictionary<int, int> Depths => _wanted.Values.Where(wanted => wanted.IsReady).GroupBy(wanted => wanted.Priority).ToDictionary(group => group.Key, group => group.Count());

    public int KnownKeys => _wanted.Keys.Union(Processing).Union(_failures.Keys).Count();

    public int Delayed => _wanted.Values.Count(wanted => !wanted.IsReady);

    /// <summary>No key will ever come again.</summary>
    public bool HasEnded => IsShutDown && _wanted.Count == 0;

    public void Add(int key, int priority, long delay)
    {
        if (IsShutDown)
            return;
        if (_wanted.TryGetValue(key, out var wanted))
        {
            wanted = wanted with { Priority = Math.Max(wanted.Priority, priority) };
            if (!wanted.IsReady)
                wanted = delay <= 0 ? wanted with { IsReady = true, Turn = ++_turn } : wanted with { ReadyAt = Math.Min(wanted.ReadyAt, _now + delay) };
            _wanted[key] = wanted;
        }
        else
        {
            _wanted[key] = new Wanted(priority, delay <= 0, _now + delay, ++_turn);
        }
    }

    public void AddRateLimited(int key, int priority)
    {
        if (IsShutDown)
            return;
        var failures = _failures.GetValueOrDefault(key);
        _failures[key] = failures + 1;
        Add(key, priority, failures >= 18 ? 1_000_000 : Math.Min(5L << failures, 1_000_000));
    }

    public void Forget(int key) => _failures.Remove(key);

    public void Take(int key)
    {
        Assert.True(Processing.Add(key), $"{key} is worked on by two");
        _wanted.Remove(key);
    }

    public void Done(int key) => Processing.Remove(key);

    public void Advance(long milliseconds)
    {
        _now += milliseconds;
        foreach (var (key, wanted) in _wanted.Where(pair => !pair.Value.IsReady && pair.Value.ReadyAt <= _now).OrderBy(pair => pair.Value.ReadyAt).ThenByDescending(pair => pair.Value.Priority).ThenBy(pair => pair.Value.Turn).ToList())
            _wanted[key] = wanted with { IsReady = true, Turn = ++_turn };
    }

    public void ShutDown()
    {
        IsShutDown = true;
        foreach (var key in _wanted.Where(pair => !pair.Value.IsReady).Select(pair => pair.Key).ToList())
        {
            _wanted.Remove(key);
            _failures.Remove(key);
        }
    }

    private sealed record Wanted(int Priority, bool IsReady, long ReadyAt, int Turn);
}
