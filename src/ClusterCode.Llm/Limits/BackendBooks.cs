namespace ClusterCode.Llm.Limits;

/// <summary>What is remembered of one backend beyond its connections.</summary>
internal sealed class BackendBooks(TimeProvider clock)
{
    /// <summary>What was asked of it.</summary>
    public BackendLedger Ledger { get; } = new(clock);

    /// <summary>Whether it is worth asking.</summary>
    public CircuitBreaker Circuit { get; } = new(clock);

    /// <summary>How long its answers take.</summary>
    public Pace Pace { get; } = new();
}
