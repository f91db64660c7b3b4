namespace ClusterCode.Api.LlmBackends;

/// <summary>When and how often a failed request is sent again.</summary>
public sealed record LlmRetry
{
    /// <summary>Requests in all, the first included. Default: 3.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The wait before the second request, as a Go duration; it doubles each time. A Retry-After of the server wins. Default: 2s.</summary>
    public string? Backoff { get; init; }
}
