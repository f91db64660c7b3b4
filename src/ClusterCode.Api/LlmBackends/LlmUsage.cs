namespace ClusterCode.Api.LlmBackends;

/// <summary>What was asked of a server on the current day (UTC).</summary>
public sealed record LlmUsage
{
    /// <summary>The day, such as <c>2026-11-23</c>.</summary>
    public string? Date { get; init; }

    /// <summary>Requests.</summary>
    public long? RequestsToday { get; init; }

    /// <summary>Tokens of prompts and answers.</summary>
    public long? TokensToday { get; init; }
}
