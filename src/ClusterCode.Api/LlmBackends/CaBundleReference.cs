namespace ClusterCode.Api.LlmBackends;

/// <summary>A key of a ConfigMap or Secret in the same namespace that holds PEM certificates.</summary>
public sealed record CaBundleReference
{
    /// <summary>What the name names. Default: ConfigMap.</summary>
    public CaBundleKind? Kind { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The key in its data. Default: ca.crt.</summary>
    public string? Key { get; init; }
}
