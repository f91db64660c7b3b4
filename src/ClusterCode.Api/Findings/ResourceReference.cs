namespace ClusterCode.Api.Findings;

/// <summary>An object of the cluster that a finding is about.</summary>
public sealed record ResourceReference
{
    /// <summary><c>group/version</c>, or <c>v1</c>; absent where the kind alone is clear.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The kind, such as <c>ConfigMap</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace; absent for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name. The object need not exist: a missing ConfigMap is referred to by the name it should have.</summary>
    public required string Name { get; init; }

    /// <summary><c>Kind namespace/name</c>, or <c>Kind name</c>, as messages print it.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
