namespace ClusterCode.Llm.Limits;

/// <summary>What one request takes of a backend's limits: first an estimate that it surely does not exceed, then what the server counted.</summary>
internal sealed class Spending(DateTimeOffset at, int tokens)
{
    /// <summary>When it was granted.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>Tokens of prompt and answer.</summary>
    public int Tokens { get; set; } = tokens;
}
