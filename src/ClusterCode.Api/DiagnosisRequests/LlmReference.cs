namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>The model side to use: one backend, or a route over several.</summary>
public sealed record LlmReference
{
    /// <summary>What the name names. Default: LlmBackend.</summary>
    public LlmReferenceKind? Kind { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace. Absent: the DiagnosisRequest's own, then the operator's. Another one must allow it in <c>spec.allowedNamespaces</c>.</summary>
    public string? Namespace { get; init; }
}
