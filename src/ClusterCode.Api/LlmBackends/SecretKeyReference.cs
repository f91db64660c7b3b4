namespace ClusterCode.Api.LlmBackends;

/// <summary>One key of a Secret in the same namespace.</summary>
public sealed record SecretKeyReference
{
    /// <summary>The Secret's name.</summary>
    public required string Name { get; init; }

    /// <summary>The key in its data. Default: token.</summary>
    public string? Key { get; init; }
}
