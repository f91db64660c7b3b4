using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Jobs as detection sees them.</summary>
internal static class TestJobs
{
    public static JobSummary Failed(string name = "migrate", double agoSeconds = 30, int? failed = 4, string? reason = "BackoffLimitExceeded", OwnerSummary? controller = null) =>
        With(name, controller, agoSeconds, new JobStatusSummary { Failed = failed, Conditions = [Condition("Failed", agoSeconds, reason)] });

    public static JobSummary Complete(string name = "migrate", double agoSeconds = 30, OwnerSummary? controller = null) =>
        With(name, controller, agoSeconds, new JobStatusSummary { Conditions = [Condition("Complete", agoSeconds, null)] });

    public static JobSummary Active(string name = "migrate", double agoSeconds = 30, OwnerSummary? controller = null) =>
        With(name, controller, agoSeconds, new JobStatusSummary());

    private static JobSummary With(string name, OwnerSummary? controller, double agoSeconds, JobStatusSummary status) => new()
    {
        Metadata = new ObjectSummary
        {
            Name = name,
            Namespace = "shop",
            Uid = $"uid-{name}",
            CreationTimestamp = Times.SecondsAgo(agoSeconds + 10),
            Labels = new Dictionary<string, string> { ["app"] = name },
            OwnerReferences = controller is null ? null : [controller],
        },
        Status = status,
    };

    private static PodConditionSummary Condition(string type, double agoSeconds, string? reason) =>
        new() { Type = type, Status = "True", Reason = reason, LastTransitionTime = Times.SecondsAgo(agoSeconds) };
}
