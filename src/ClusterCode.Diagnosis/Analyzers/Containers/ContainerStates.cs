using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>What a container's status says, in the words of the analyzers.</summary>
internal static class ContainerStates
{
    /// <summary>A crash this long ago still explains a container that runs: the kubelet itself forgets its back-off after ten minutes of running.</summary>
    public static readonly TimeSpan FreshCrash = TimeSpan.FromMinutes(10);

    /// <summary>Repeated crashes within this time are worth a warning even where the container runs at the moment.</summary>
    public static readonly TimeSpan RememberedCrash = TimeSpan.FromHours(24);

    /// <summary>From this many restarts on they are no accident.</summary>
    public const int RepeatedRestarts = 3;

    private static readonly HashSet<string> FailedStarts = new(StringComparer.Ordinal)
    {
        "CrashLoopBackOff", "RunContainerError", "StartError", "CreateContainerError", "ContainerCannotRun", "PostStartHookError", "PreStartHookError", "CreateContainerConfigError",
    };

    /// <summary>The waiting state; null where the container does not wait.</summary>
    public static V1ContainerStateWaiting? Waiting(this ContainerFacts container) => container.Status?.State?.Waiting;

    /// <summary>The time at which the current run began; null where it does not run.</summary>
    public static DateTime? RunningSince(this ContainerFacts container) => container.Status?.State?.Running?.StartedAt;

    /// <summary>True while it runs.</summary>
    public static bool IsRunning(this ContainerFacts container) => container.Status?.State?.Running is not null;

    /// <summary>True for a container that has never run, as far as its status tells.</summary>
    public static bool NeverRan(this ContainerFacts container) =>
        container.Status is null
        || (container.Status.State?.Running is null && container.LastTermination is null && container.Status.RestartCount == 0);

    /// <summary>A native sidecar: an init container that is meant to run on.</summary>
    public static bool IsSidecar(this ContainerFacts container) => container.IsInit && container.Spec.RestartPolicy == "Always";

    /// <summary>True where the kubelet starts it again even after success.</summary>
    public static bool IsMeantToRunOn(this ContainerFacts container, V1Pod pod) =>
        container.IsInit ? container.IsSidecar() : (pod.Spec?.RestartPolicy ?? "Always") == "Always";

    /// <summary>How long the run lasted; null where the status does not tell (a run that never began has the epoch as its start).</summary>
    public static TimeSpan? Lasted(this V1ContainerStateTerminated terminated) =>
        terminated is { StartedAt: { } start, FinishedAt: { } end } && start > DateTime.UnixEpoch && end >= start ? end - start : null;

    /// <summary>
    /// Tells whether the container dies or cannot start: current kubelets restart fast at first, so a crash loop is often seen as terminated,
    /// or as running between two crashes.
    /// </summary>
    public static bool IsFailing(this ContainerFacts container, V1Pod pod, DateTimeOffset now)
    {
        if (pod.Metadata?.DeletionTimestamp is not null || container.Status is not { } status)
            return false;
        if (status.State?.Waiting is { } waiting)
            return FailedStarts.Contains(waiting.Reason ?? "") || (container.LastTermination is { ExitCode: not 0 } && pod.Status?.Phase != "Succeeded");
        if (status.State?.Terminated is { } ended)
            return ended.ExitCode != 0 || (container.IsMeantToRunOn(pod) && status.RestartCount > 0);
        if (status.LastState?.Terminated is not { } last || status.State?.Running is null)
            return false;
        if (last.ExitCode == 0 && !container.IsMeantToRunOn(pod))
            return false;
        var age = last.FinishedAt is { } finished ? now.UtcDateTime - finished : TimeSpan.Zero;
        return age <= FreshCrash || (age <= RememberedCrash && status.RestartCount >= RepeatedRestarts);
    }

    /// <summary>True where it crashed, and has been running for a while since: worth knowing, but not broken now.</summary>
    public static bool HasRecovered(this ContainerFacts container, DateTimeOffset now) =>
        container.RunningSince() is not null && container.Status is { Ready: true, LastState.Terminated.FinishedAt: { } finished } && now.UtcDateTime - finished > FreshCrash;

    /// <summary><c>Container app</c> or <c>Init container app</c>, as titles begin.</summary>
    public static string Title(this ContainerFacts container) => container switch
    {
        { IsInit: true } when container.IsSidecar() => $"Sidecar container {container.Name}",
        { IsInit: true } => $"Init container {container.Name}",
        _ => $"Container {container.Name}",
    };

    /// <summary><c>container app</c> or <c>init container app</c>, within a sentence.</summary>
    public static string Noun(this ContainerFacts container)
    {
        var title = container.Title();
        return char.ToLowerInvariant(title[0]) + title[1..];
    }

    /// <summary>Events that the kubelet wrote about this container.</summary>
    public static IEnumerable<EventFacts> EventsOf(this PodFacts pod, ContainerFacts container) => pod.Events.Where(seen =>
        seen.FieldPath is { } path
            ? path.EndsWith($"{{{container.Name}}}", StringComparison.Ordinal)
            : pod.Containers.Count == 1 || (seen.Message ?? "").Contains(container.Name, StringComparison.Ordinal));
}
