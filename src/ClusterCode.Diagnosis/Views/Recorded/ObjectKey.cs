namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>An object's name within its kind.</summary>
/// <param name="Namespace">Its namespace; null where it is cluster-scoped.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct ObjectKey(string? Namespace, string Name)
{
    /// <summary>The order in which the API server lists: that of its storage's keys.</summary>
    public static IComparer<ObjectKey> Order { get; } = Comparer<ObjectKey>.Create(static (left, right) =>
        string.CompareOrdinal(left.Namespace, right.Namespace) is var byNamespace and not 0 ? byNamespace : string.CompareOrdinal(left.Name, right.Name));

    /// <inheritdoc />
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
