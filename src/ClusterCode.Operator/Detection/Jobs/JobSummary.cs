using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Detection.Jobs;

/// <summary>A Job, reduced to what detection needs.</summary>
internal sealed class JobSummary
{
    public ObjectSummary Metadata { get; set; } = new();

    public JobStatusSummary? Status { get; set; }

    /// <summary>The condition that says the Job failed for good, or null.</summary>
    public PodConditionSummary? FailedCondition() =>
        Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "Failed", Status: "True" });

    /// <summary>The Job has completed.</summary>
    public bool IsComplete => Status?.Conditions?.Any(condition => condition is { Type: "Complete", Status: "True" }) == true;
}
