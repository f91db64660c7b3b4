using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Failures;

/// <summary>A ReplicaSet: who owns it.</summary>
internal sealed class ReplicaSetSummary
{
    public ObjectSummary Metadata { get; set; } = new();
}
