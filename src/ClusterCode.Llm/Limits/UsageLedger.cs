using System.Collections.Concurrent;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Limits;

/// <summary>The books of all backends.</summary>
internal sealed class UsageLedger(TimeProvider clock) : IUsageLedger
{
    private readonly ConcurrentDictionary<string, BackendBooks> books = new(StringComparer.Ordinal);

    /// <summary>The books of a backend. When they are opened, they begin with what its status says of today.</summary>
    public BackendBooks Of(BackendConfiguration backend) => books.GetOrAdd(backend.Name, static (_, state) => Open(state.Backend, state.Clock), (Backend: backend, Clock: clock));

    public LlmUsage? TodayOf(string backend) => books.TryGetValue(backend, out var known) ? known.Ledger.Today : null;

    public BackendLoad LoadOf(string backend) => books.TryGetValue(backend, out var known)
        ? new BackendLoad(known.Ledger.Turns.UnderWay, known.Pace.Average, known.Circuit.State)
        : new BackendLoad(0, null, CircuitState.Closed);

    private static BackendBooks Open(BackendConfiguration backend, TimeProvider clock)
    {
        var opened = new BackendBooks(clock);
        if (backend.KnownUsage is { } usage)
            opened.Ledger.Resume(usage);
        return opened;
    }
}
