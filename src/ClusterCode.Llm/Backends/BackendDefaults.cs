namespace ClusterCode.Llm.Backends;

/// <summary>What holds where an LlmBackend's spec is silent. The CRD states the same defaults.</summary>
internal static class BackendDefaults
{
    /// <summary>For one request, with its retries, from the first byte sent to the last received.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>For a TCP connection and TLS handshake. Inside a cluster either works within milliseconds.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>For all requests of one probe together.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest silence between two pieces of an answer once it began. A server that shuts down may leave a stream open for
    /// ever; a slow CPU makes a token in seconds. Keep-alive comments do not count as pieces.
    /// </summary>
    public static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Requests in all, the first included.</summary>
    public const int MaxAttempts = 3;

    /// <summary>The wait before the second request; it doubles each time.</summary>
    public static readonly TimeSpan Backoff = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two requests, whatever the server asks for: a diagnosis should not wait longer.</summary>
    public static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(30);

    /// <summary>Requests at a time.</summary>
    public const int MaxConcurrentRequests = 2;

    /// <summary>Near-deterministic: explanations are to be right, not varied.</summary>
    public const double Temperature = 0.1;

    /// <summary>Tokens of one answer.</summary>
    public const int MaxAnswerTokens = 1024;

    /// <summary>Tokens of prompt and answer together: what small models on small machines are given (Ollama's own default below 24 GiB).</summary>
    public const int ContextWindow = 4096;

    /// <summary>How long Ollama keeps the model loaded.</summary>
    public const string KeepAlive = "10m";
}
