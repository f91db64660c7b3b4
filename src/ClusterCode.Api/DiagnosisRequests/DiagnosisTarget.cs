namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>The object to diagnose, in the DiagnosisRequest's namespace unless its kind is cluster-scoped.</summary>
public sealed record DiagnosisTarget
{
    /// <summary><c>group/version</c>, or <c>v1</c>. Absent: the usual one of the kind.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The kind, such as <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }
}
