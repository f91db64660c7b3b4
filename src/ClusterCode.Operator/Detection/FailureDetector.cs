using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Pods;
using k8s.Models;

namespace ClusterCode.Operator.Detection;

/// <summary>Tells from a pod or Job, as the API shows it, whether and how it fails. Pure: it knows no policy and keeps no memory.</summary>
internal static class FailureDetector
{
    private const string OOMKilled = "OOMKilled";

    /// <summary>One restart can be an accident; a container that was restarted as often as this is in a loop, whatever its state at the moment.</summary>
    private const int LoopingRestarts = 2;

    /// <summary>The failures that a pod shows now; empty for a healthy, finished or terminating one.</summary>
    public static IEnumerable<DetectedFailure> Detect(PodSummary pod, IReadOnlyList<MountEventSummary> mountEvents, DateTime now)
    {
        if (pod.Metadata.DeletionTimestamp is not null || pod.Status?.Phase == "Succeeded")
            return [];
        if (Unschedulable(pod, now) is { } unschedulable)
            return [unschedulable];

        var failures = pod.Status?.AllContainers().SelectMany(container => OfContainer(pod, container, now)).ToList() ?? [];
        if (failures.Count == 0 && FailedMount(pod, mountEvents, now) is { } failedMount)
            failures.Add(failedMount);
        return failures;
    }

    /// <summary>The failure of a Job that failed for good, or null.</summary>
    public static DetectedFailure? Detect(JobSummary job, DateTime now)
    {
        if (job.Metadata.DeletionTimestamp is not null || job.FailedCondition() is not { } failed)
            return null;
        var since = failed.LastTransitionTime ?? now;
        return new DetectedFailure
        {
            Trigger = DiagnosisTrigger.JobFailed,
            Shows = job.Metadata.Name,
            Reason = failed.Reason ?? "Failed",
            Since = since,
            LastSeen = since,
            Count = Math.Max(1, job.Status?.Failed ?? 1),
        };
    }

    /// <summary>The failure of a Deployment that cannot create its pods, or null. No pod exists that could show it.</summary>
    public static DetectedFailure? Detect(V1Deployment deployment)
    {
        var failed = deployment.Metadata.DeletionTimestamp is null
            ? deployment.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "ReplicaFailure", Status: "True" })
            : null;
        var since = failed?.LastTransitionTime ?? deployment.Metadata.CreationTimestamp;
        return failed is null || since is null ? null : new DetectedFailure
        {
            Trigger = DiagnosisTrigger.ReplicaFailure,
            Shows = deployment.Metadata.Name,
            Reason = failed.Reason ?? "FailedCreate",
            Since = since.Value,
            LastSeen = failed.LastUpdateTime ?? since.Value,
            MayPass = true,
        };
    }

    private static DetectedFailure? Unschedulable(PodSummary pod, DateTime now)
    {
        var condition = pod.Status?.Conditions?.FirstOrDefault(
            condition => condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" });
        return condition is null ? null : new DetectedFailure
        {
            Trigger = DiagnosisTrigger.Unschedulable,
            Shows = pod.Metadata.Name,
            Reason = "Unschedulable",
            Since = condition.LastTransitionTime ?? now,
            LastSeen = now,
            MayPass = true,
        };
    }

    private static IEnumerable<DetectedFailure> OfContainer(PodSummary pod, ContainerStatusSummary container, DateTime now)
    {
        if (container.State?.Waiting?.Reason is { } reason && WaitingReasons.Triggers.TryGetValue(reason, out var trigger))
            return trigger == DiagnosisTrigger.CrashLoopBackOff
                ? Crash(pod, container, reason, now)
                : [Waiting(pod, container, reason, trigger, now)];
        if (IsCrashing(pod, container, now))
            return Crash(pod, container, container.LastTermination()?.Reason ?? "Error", now);
        return NotReady(pod, container, now) is { } notReady ? [notReady] : [];
    }

    private static bool IsCrashing(PodSummary pod, ContainerStatusSummary container, DateTime now)
    {
        if (container.LastTermination() is not { } crash)
            return false;
        var ended = container.State?.Terminated is not null;
        var controlledByJob = pod.Metadata.Controller()?.Kind == "Job";
        // A container that ended and is not restarted: init containers and Jobs do so when they are done; a Job's failure is the Job's to report.
        if (ended && crash.ExitCode == 0 && (pod.Spec?.RestartPolicy != "Always" || IsInit(pod, container)))
            return false;
        // Where containers are always restarted, a pod fails by eviction or with its node, and its controller has replaced it.
        if (ended && pod.Status?.Phase == "Failed")
            return !controlledByJob && pod.Spec?.RestartPolicy != "Always";
        if (crash.Reason == OOMKilled && container.RestartCount >= 1 || container.RestartCount >= LoopingRestarts)
            return ended || crash.FinishedAt is not { } finished || now - finished < CrashWindow.After(crash);
        return false;
    }

    private static IEnumerable<DetectedFailure> Crash(PodSummary pod, ContainerStatusSummary container, string reason, DateTime now)
    {
        var crash = container.LastTermination();
        var failure = new DetectedFailure
        {
            Trigger = DiagnosisTrigger.CrashLoopBackOff,
            Container = container.Name,
            Shows = pod.Metadata.Name,
            Reason = crash?.Reason ?? reason,
            ExitCode = crash?.ExitCode,
            Since = crash?.FinishedAt ?? now,
            LastSeen = crash?.FinishedAt ?? now,
            Count = Math.Max(1, container.RestartCount + (container.State?.Running is null ? 1 : 0)),
        };
        if (crash?.Reason == OOMKilled)
            yield return failure with { Trigger = DiagnosisTrigger.OOMKilled };
        yield return failure;
    }

    private static DetectedFailure Waiting(PodSummary pod, ContainerStatusSummary container, string reason, DiagnosisTrigger trigger, DateTime now) => new()
    {
        Trigger = trigger,
        Container = container.Name,
        Shows = pod.Metadata.Name,
        Reason = reason,
        ExitCode = container.LastTermination()?.ExitCode,
        Since = pod.Status?.StartTime ?? now,
        LastSeen = now,
        MayPass = true,
        Count = Math.Max(1, container.RestartCount),
    };

    private static DetectedFailure? NotReady(PodSummary pod, ContainerStatusSummary container, DateTime now)
    {
        if (container.Ready || container.State?.Running is not { } running || IsInit(pod, container))
            return null;
        var spec = pod.Spec?.Containers?.FirstOrDefault(candidate => candidate.Name == container.Name);
        if (spec is not { HasReadiness: true })
            return null;
        var patient = (running.StartedAt ?? now) + spec.ReadinessPatience();
        var unreadySince = pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "ContainersReady", Status: "False" })?.LastTransitionTime;
        return new DetectedFailure
        {
            Trigger = DiagnosisTrigger.ProbeFailing,
            Container = container.Name,
            Shows = pod.Metadata.Name,
            Reason = "ContainersNotReady",
            Since = unreadySince is { } since && since > patient ? since : patient,
            LastSeen = now,
            MayPass = true,
        };
    }

    private static DetectedFailure? FailedMount(PodSummary pod, IReadOnlyList<MountEventSummary> mountEvents, DateTime now)
    {
        var creating = pod.Status?.AllContainers().Any(
            container => container.State?.Waiting?.Reason is "ContainerCreating" or "PodInitializing") == true;
        if (!creating || mountEvents.Count == 0)
            return null;
        return new DetectedFailure
        {
            Trigger = DiagnosisTrigger.CreateContainerConfigError,
            Shows = pod.Metadata.Name,
            Reason = MountEventSummary.Reason,
            Since = mountEvents.Min(mount => mount.FirstSeen()) ?? now,
            LastSeen = mountEvents.Max(mount => mount.LastSeen()) ?? now,
            MayPass = true,
            Count = Math.Max(1, mountEvents.Sum(mount => mount.Count ?? 1)),
        };
    }

    private static bool IsInit(PodSummary pod, ContainerStatusSummary container) =>
        pod.Status?.InitContainerStatuses?.Contains(container) == true;
}
