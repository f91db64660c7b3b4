using System.Globalization;
using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Targets;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Rollouts;

/// <summary>How far a workload's newest revision is rolled out, as the controller's status says.</summary>
internal sealed record Rollout
{
    /// <summary>Pods that are wanted.</summary>
    public required int Desired { get; init; }

    /// <summary>Pods of all revisions.</summary>
    public required int Replicas { get; init; }

    /// <summary>Pods of the newest revision.</summary>
    public required int Updated { get; init; }

    /// <summary>The newest revision's number, where that is known.</summary>
    public string? Revision { get; init; }

    /// <summary>Which pods are of the newest revision.</summary>
    public required Func<V1Pod, bool> IsNew { get; init; }

    /// <summary>The Deployment's own word on its progress.</summary>
    public V1DeploymentCondition? Condition { get; init; }

    /// <summary>The deadline that has passed.</summary>
    public string? Deadline { get; init; }

    /// <summary>The Deployment has given up waiting.</summary>
    public bool IsOverdue => Deadline is not null;

    /// <summary>Not all pods are of the newest revision.</summary>
    public bool IsUnderway => Updated < Desired || Updated < Replicas;

    /// <summary>The rollout of a workload; null where its kind has none, or it is paused, or nothing is rolled out by itself.</summary>
    public static Rollout? Of(WorkloadFacts workload) => workload.Controller switch
    {
        V1Deployment { Spec.Paused: not true } deployment => OfDeployment(workload, deployment),
        V1StatefulSet { Spec.UpdateStrategy.Type: not "OnDelete", Status: { UpdateRevision: { } revision } status } set when status.CurrentRevision != revision || IsReverted(workload, set, revision) => new Rollout
        {
            // Pods below the partition keep the revision before, which is wanted.
            Desired = Math.Max(0, (set.Spec.Replicas ?? 1) - (set.Spec.UpdateStrategy?.RollingUpdate?.Partition ?? 0)),
            Replicas = set.Spec.UpdateStrategy?.RollingUpdate?.Partition > 0 ? 0 : status.Replicas,
            Updated = status.UpdatedReplicas ?? 0,
            IsNew = pod => pod.Metadata.Labels?.TryGetValue(Revisions.HashLabel, out var hash) == true && hash == revision,
        },
        V1DaemonSet { Spec.UpdateStrategy.Type: not "OnDelete", Status: { } status } set when set.Metadata.Generation > 1 => new Rollout
        {
            Desired = status.DesiredNumberScheduled,
            Replicas = status.CurrentNumberScheduled,
            Updated = status.UpdatedNumberScheduled ?? 0,
            IsNew = _ => true,
        },
        _ => null,
    };

    // Where a broken update was taken back, the newest revision is the current one again, and what is left of the broken one is a third.
    private static bool IsReverted(WorkloadFacts workload, V1StatefulSet set, string revision) => set.Spec.UpdateStrategy?.RollingUpdate?.Partition is null or 0
        && workload.Pods.Any(pod => pod.Pod.Metadata.DeletionTimestamp is null && pod.Pod.Metadata.Labels?.TryGetValue(Revisions.HashLabel, out var hash) == true && hash != revision);

    private static Rollout OfDeployment(WorkloadFacts workload, V1Deployment deployment)
    {
        var condition = deployment.Status?.Conditions?.FirstOrDefault(c => c.Type == "Progressing");
        var newest = workload.Owners is [{ Kind: TargetKinds.ReplicaSet } own, ..] ? own.Name : null;
        return new Rollout
        {
            Desired = deployment.Spec?.Replicas ?? 1,
            Replicas = deployment.Status?.Replicas ?? 0,
            Updated = deployment.Status?.UpdatedReplicas ?? 0,
            Revision = Revisions.Number(deployment)?.ToString(CultureInfo.InvariantCulture),
            Condition = condition,
            Deadline = condition is { Status: "False", Reason: "ProgressDeadlineExceeded" } ? (deployment.Spec?.ProgressDeadlineSeconds ?? 600).ToString(CultureInfo.InvariantCulture) : null,
            IsNew = pod => pod.Controller()?.Name == newest,
        };
    }
}
