using k8s.Models;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>The namespaces of a diagnosis that reaches over several. Whether it may reach so far is for the caller to decide before anything is read.</summary>
public sealed record NamespaceScope
{
    /// <summary>Every namespace of the cluster.</summary>
    public static NamespaceScope All { get; } = new();

    /// <summary>Their names; null: by <see cref="Selector"/>, or all.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Their labels; null or empty: any.</summary>
    public V1LabelSelector? Selector { get; init; }
}
