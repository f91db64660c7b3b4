namespace ClusterCode.Api.LlmBackends;

/// <summary>What a server can do, as far as probing shows.</summary>
public sealed record LlmCapabilities
{
    /// <summary>It constrains an answer to a JSON schema.</summary>
    public bool? JsonSchema { get; init; }

    /// <summary>It constrains an answer to some JSON; told only where it rejected schemas.</summary>
    public bool? JsonObject { get; init; }

    /// <summary>The request field that bounds an answer's length; told only where the server rejected <c>max_tokens</c>.</summary>
    public string? MaxTokensField { get; init; }

    /// <summary>Request fields that it rejected, and that it is no longer sent until it names another version, its spec changes, or a day has passed; absent where there are none.</summary>
    public IReadOnlyList<string>? RejectedFields { get; init; }

    /// <summary>It lets the model call tools.</summary>
    public bool? Tools { get; init; }

    /// <summary>It streams.</summary>
    public bool? Streaming { get; init; }
}
