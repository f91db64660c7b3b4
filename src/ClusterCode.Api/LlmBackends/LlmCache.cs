namespace ClusterCode.Api.LlmBackends;

/// <summary>How long validated answers are kept.</summary>
public sealed record LlmCache
{
    /// <summary>The age at which an answer is forgotten, as a Go duration. Default: 24h.</summary>
    public string? Ttl { get; init; }

    /// <summary>The most answers kept. Default: 1000.</summary>
    public int? MaxEntries { get; init; }
}
