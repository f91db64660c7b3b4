using System.Collections.Concurrent;

namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>Faults at random, the same ones for the same seed and order of requests, until it is stopped.</summary>
internal sealed class FaultSchedule(int seed)
{
    /// <summary>A watch lives for at most so many lines before the next fault.</summary>
    private const int MaxLines = 6;

    private const double ListFaultProbability = 0.4;

    private static readonly FaultKind[] OfLists =
        [FaultKind.Late, FaultKind.Busy, FaultKind.Unavailable, FaultKind.InternalError, FaultKind.Gone, FaultKind.Reset, FaultKind.Cut, FaultKind.ResetInBody];

    private static readonly FaultKind[] OfWatches = [.. Enum.GetValues<FaultKind>().Except([FaultKind.None])];

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<FaultKind, int> _injected = new();
    private bool _isStopped;

    public int Injected => _injected.Values.Sum();

    public override string ToString() => $"seed {seed}: {string.Join(", ", _injected.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}";

    /// <summary>How many of these were injected.</summary>
    public int Count(params FaultKind[] kinds) => kinds.Sum(kind => _injected.GetValueOrDefault(kind));

    public void Stop()
    {
        lock (_lock)
            _isStopped = true;
    }

    public Fault ForList()
    {
        lock (_lock)
            return _isStopped || _random.NextDouble() >= ListFaultProbability ? default : new Fault(OfLists[_random.Next(OfLists.Length)]);
    }

    /// <param name="wasSwapped">Whether lines of this watch were swapped. A watch tells in the order of versions, so who has read the later of the two goes on after it: tearing the connection
    /// down between the two would lose the earlier one, which no API server does.</param>
    public Fault ForWatch(bool wasSwapped)
    {
        lock (_lock)
        {
            if (_isStopped)
                return default;
            Fault fault;
            do
                fault = new Fault(OfWatches[_random.Next(OfWatches.Length)], _random.Next(MaxLines));
            while (wasSwapped && fault.TearsDown);
            return fault;
        }
    }

    public void Happened(FaultKind kind) => _injected.AddOrUpdate(kind, 1, (_, count) => count + 1);
}
