using ClusterCode.Diagnosis.Analyzers.Termination;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Pods;

/// <summary>Tells pods that fail from pods that run or are being started.</summary>
internal static class PodHealth
{
    /// <summary>Pulling an image and mounting volumes take so long before it is worth a word.</summary>
    public static readonly TimeSpan StartGrace = TimeSpan.FromMinutes(2);

    /// <summary>A container that runs gets so long to become ready.</summary>
    public static readonly TimeSpan ReadyGrace = TimeSpan.FromSeconds(30);

    /// <summary>One that was ready gets so long to become ready again.</summary>
    public static readonly TimeSpan ReadyAgainGrace = TimeSpan.FromSeconds(10);

    /// <summary>A crash this long ago still counts for a container that runs and is ready: the kubelet forgets its back-off after ten minutes of running.</summary>
    private static readonly TimeSpan FreshCrash = TimeSpan.FromMinutes(10);

    /// <summary>Repeated crashes count for so long.</summary>
    private static readonly TimeSpan RememberedCrash = TimeSpan.FromHours(24);

    /// <summary>From this many restarts on, crashes are remembered.</summary>
    private const int RepeatedRestarts = 3;

    /// <summary>How the pod does.</summary>
    public static PodState Of(V1Pod pod, DateTimeOffset now)
    {
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            return Overdue.Since(pod.Metadata, now) is null ? PodState.Healthy : PodState.Failing;
        }

        if (pod.Status?.Phase == "Succeeded")
        {
            return PodState.Healthy;
        }

        if (pod.Status?.Phase is "Failed" or "Unknown" || IsUnschedulable(pod) || IsLeftByNode(pod) || IsHeldByGate(pod, now))
        {
            return PodState.Failing;
        }

        var states = Statuses(pod).Select(s => OfContainer(pod, s, now)).DefaultIfEmpty(Young(pod, now));
        var worst = states.Max();
        return worst == PodState.Healthy && pod.Status?.Phase == "Pending" ? Young(pod, now) : worst;
    }

    /// <summary>The scheduler found no node, or does not look for one.</summary>
    public static bool IsUnschedulable(V1Pod pod) =>
        string.IsNullOrEmpty(pod.Spec?.NodeName) && pod.Status?.Conditions?.Any(c => c is { Type: "PodScheduled", Status: "False" }) == true;

    /// <summary>
    /// Its containers claim to be ready and the pod is not: the node controller sets the condition where the kubelet does not report. A readiness gate says so by its reason.
    /// </summary>
    public static bool IsLeftByNode(V1Pod pod) =>
        pod.Status is { Phase: "Running", ContainerStatuses: { Count: > 0 } statuses }
        && statuses.All(s => s is { Ready: true, State.Running: not null })
        && pod.Spec?.ReadinessGates is null or { Count: 0 }
        && pod.Status.Conditions?.Any(c => c is { Type: "Ready", Status: "False", Reason: null or "" or "NodeNotReady" } or { Type: "Ready", Status: "Unknown" }) == true;

    /// <summary>Readiness gates whose condition is not True, where all containers are ready.</summary>
    public static IReadOnlyList<string> OpenGates(V1Pod pod) => Statuses(pod).Any(s => s is { Ready: false } && s.State?.Terminated is not { ExitCode: 0 }) ? [] :
    [
        .. (pod.Spec?.ReadinessGates ?? []).Select(g => g?.ConditionType).OfType<string>().Where(t => pod.Status?.Conditions?.Any(c => c?.Type == t && c.Status == "True") != true),
    ];

    /// <summary>Its containers have been ready for a while, and a readiness gate still holds it back.</summary>
    public static bool IsHeldByGate(V1Pod pod, DateTimeOffset now) =>
        pod.Status is { Phase: "Running" } status && OpenGates(pod).Count > 0
        && status.Conditions?.FirstOrDefault(c => c is { Type: "ContainersReady", Status: "True" }) is { } ready && Age(ready.LastTransitionTime, now) >= StartGrace;

    /// <summary>It is ready to serve.</summary>
    public static bool IsReady(V1Pod pod) => pod.Status?.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) == true;

    /// <summary>When a container of the pod ended last; null where none has.</summary>
    public static DateTime? LastRestart(V1Pod pod) => Statuses(pod).Max(s => s.LastState?.Terminated?.FinishedAt);

    /// <summary>Statuses of init containers, then of the others.</summary>
    public static IEnumerable<V1ContainerStatus> Statuses(V1Pod pod) =>
        (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []);

    /// <summary>Restarts of containers whose last one was less than a day ago.</summary>
    public static int Restarts(IEnumerable<V1Pod> pods, DateTimeOffset now) =>
        pods.SelectMany(Statuses).Where(s => Age(s.LastState?.Terminated?.FinishedAt, now) < TimeSpan.FromDays(1)).Sum(s => s.RestartCount);

    private static PodState Young(V1Pod pod, DateTimeOffset now) =>
        Age(pod.Status?.StartTime ?? pod.Metadata.CreationTimestamp, now) < StartGrace ? PodState.Starting : PodState.Failing;

    private static PodState OfContainer(V1Pod pod, V1ContainerStatus status, DateTimeOffset now)
    {
        var runsOn = RunsOn(pod, status.Name);
        if (status.State?.Waiting is { } waiting)
        {
            return waiting.Reason is null or "" or "ContainerCreating" or "PodInitializing" && status.LastState?.Terminated is null
                ? PodInitializing(pod, status, waiting, now)
                : PodState.Failing;
        }

        if (status.State?.Terminated is { } ended)
        {
            return ended.ExitCode != 0 || (runsOn && status.RestartCount > 0) ? PodState.Failing : PodState.Healthy;
        }

        if (status.LastState?.Terminated is { } last && Age(last.FinishedAt, now) is var age && (last.ExitCode != 0 || runsOn)
            && (age < FreshCrash || (age < RememberedCrash && status.RestartCount >= RepeatedRestarts)))
        {
            return PodState.Failing;
        }

        if (status.Ready && (status.Started ?? true))
        {
            return PodState.Healthy;
        }

        var started = Age(status.State?.Running?.StartedAt, now);
        return started < (runsOn ? Longer(ReadyGrace, ProbePatience(pod, status.Name)) : StartGrace) || UnreadyFor(pod, now) < ReadyAgainGrace ? PodState.Starting : PodState.Failing;
    }

    // A probe that begins late is not late.
    private static TimeSpan ProbePatience(V1Pod pod, string container) =>
        (pod.Spec?.Containers ?? []).Concat(pod.Spec?.InitContainers ?? []).FirstOrDefault(c => c?.Name == container) is { } spec
            ? TimeSpan.FromSeconds(Seconds(spec.StartupProbe) + Seconds(spec.ReadinessProbe))
            : TimeSpan.Zero;

    private static double Seconds(V1Probe? probe) => probe is null ? 0 : (probe.InitialDelaySeconds ?? 0) + ((double)(probe.PeriodSeconds ?? 10) * (probe.FailureThreshold ?? 3));

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>How long it is that not all containers of the pod are ready; the longest time where it is not known.</summary>
    public static TimeSpan UnreadyFor(V1Pod pod, DateTimeOffset now) =>
        Age(pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "ContainersReady", Status: "False" })?.LastTransitionTime, now);

    // The others wait for an init container, and the blame is that one's.
    private static PodState PodInitializing(V1Pod pod, V1ContainerStatus status, V1ContainerStateWaiting waiting, DateTimeOffset now) =>
        waiting.Reason == "PodInitializing" && pod.Status?.InitContainerStatuses?.Any(i => i.Name != status.Name) == true ? PodState.Healthy : Young(pod, now);

    private static bool RunsOn(V1Pod pod, string container)
    {
        var init = pod.Spec?.InitContainers?.FirstOrDefault(c => c.Name == container);
        return init is null ? (pod.Spec?.RestartPolicy ?? "Always") == "Always" : init.RestartPolicy == "Always";
    }

    private static TimeSpan Age(DateTime? time, DateTimeOffset now) => time is { } known ? now.UtcDateTime - known : TimeSpan.MaxValue;
}
