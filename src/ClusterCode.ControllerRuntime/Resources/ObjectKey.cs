namespace ClusterCode.ControllerRuntime.Resources;

/// <summary>Names one object of one kind, as <c>namespace/name</c>; a cluster-scoped object has no namespace.</summary>
/// <param name="Namespace">The namespace; null for a cluster-scoped object.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ObjectKey(string? Namespace, string Name)
{
    /// <summary><c>namespace/name</c>, or only the name of a cluster-scoped object.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
