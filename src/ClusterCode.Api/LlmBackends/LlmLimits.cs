namespace ClusterCode.Api.LlmBackends;

/// <summary>How much may be asked of a server. What is absent is not limited, unless a default is named.</summary>
public sealed record LlmLimits
{
    /// <summary>Requests at a time. Default: 2.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>Requests in a minute.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens, of prompts and answers, in a minute.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>Tokens, of prompts and answers, in a day (UTC).</summary>
    public long? TokensPerDay { get; init; }
}
