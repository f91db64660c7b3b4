using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Diagnosis.Gathering.Objects;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>The kinds that can be diagnosed.</summary>
internal static class TargetKinds
{
    public const string Pod = "Pod";
    public const string Deployment = "Deployment";
    public const string ReplicaSet = "ReplicaSet";
    public const string StatefulSet = "StatefulSet";
    public const string DaemonSet = "DaemonSet";
    public const string Job = "Job";
    public const string CronJob = "CronJob";

    /// <summary>Kinds with the API group in which they stand.</summary>
    private static readonly (string Kind, string Group)[] Known =
    [
        (Pod, ""), (Deployment, "apps"), (ReplicaSet, "apps"), (StatefulSet, "apps"), (DaemonSet, "apps"), (Job, "batch"), (CronJob, "batch"),
    ];

    /// <summary>The kinds, for messages.</summary>
    public static string List { get; } = string.Join(", ", Known.Select(k => k.Kind).Concat(ObjectKinds.All.Select(k => k.Kind)));

    /// <summary>The kind as the API spells it, however the target does; null where it cannot be diagnosed.</summary>
    public static string? Resolve(DiagnosisTarget target)
    {
        var group = Group(target);
        return Known.Where(k => k.Kind.Equals(target.Kind, StringComparison.OrdinalIgnoreCase) && (group is null || group == k.Group)).Select(k => k.Kind).FirstOrDefault();
    }

    /// <summary>The kind of an object that is no workload; null where it is none of those.</summary>
    public static ObjectKind? ResolveObject(DiagnosisTarget target)
    {
        var group = Group(target);
        return ObjectKinds.All.FirstOrDefault(k => k.Kind.Equals(target.Kind, StringComparison.OrdinalIgnoreCase) && (group is null || group == k.Resource.Group));
    }

    /// <summary>The usual <c>apiVersion</c> of a kind.</summary>
    public static string? ApiVersionOf(string kind) => kind switch
    {
        Pod => "v1",
        Deployment or ReplicaSet or StatefulSet or DaemonSet => "apps/v1",
        Job or CronJob => "batch/v1",
        _ => null,
    };

    private static string? Group(DiagnosisTarget target) =>
        target.ApiVersion is { } version ? (version.Contains('/', StringComparison.Ordinal) ? version.Split('/')[0] : "") : null;
}
