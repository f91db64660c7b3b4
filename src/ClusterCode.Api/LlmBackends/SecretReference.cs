namespace ClusterCode.Api.LlmBackends;

/// <summary>A Secret in the same namespace.</summary>
public sealed record SecretReference
{
    /// <summary>The Secret's name.</summary>
    public required string Name { get; init; }
}
