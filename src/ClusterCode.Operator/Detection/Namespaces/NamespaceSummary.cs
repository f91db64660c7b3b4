using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Detection.Namespaces;

/// <summary>A namespace: its labels, for selectors.</summary>
internal sealed class NamespaceSummary
{
    public ObjectSummary Metadata { get; set; } = new();
}
