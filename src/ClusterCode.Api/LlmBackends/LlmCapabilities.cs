namespace ClusterCode.Api.LlmBackends;

/// <summary>What a server can do, as far as probing shows.</summary>
public sealed record LlmCapabilities
{
    /// <summary>It constrains an answer to a JSON schema.</summary>
    public bool? JsonSchema { get; init; }

    /// <summary>It lets the model call tools.</summary>
    public bool? Tools { get; init; }

    /// <summary>It streams.</summary>
    public bool? Streaming { get; init; }
}
