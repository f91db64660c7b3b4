namespace ClusterCode.Api.LlmBackends;

/// <summary>The key that the server wants, and the header it goes in.</summary>
public sealed record LlmAuth
{
    /// <summary>The Secret in the backend's own namespace that holds the key. Read at each use, so that a rotated key works at once.</summary>
    public required SecretKeyReference SecretRef { get; init; }

    /// <summary>The header. Default: Authorization.</summary>
    public string? Header { get; init; }

    /// <summary>The word before the key; empty for none. Default: Bearer.</summary>
    public string? Scheme { get; init; }
}
