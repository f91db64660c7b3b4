using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Detection.Jobs;

/// <summary>What detection needs of a Job's status.</summary>
internal sealed class JobStatusSummary
{
    public int? Failed { get; set; }

    public IReadOnlyList<PodConditionSummary>? Conditions { get; set; }
}
