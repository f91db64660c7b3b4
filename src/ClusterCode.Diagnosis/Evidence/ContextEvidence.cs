using System.Globalization;
using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Evidence;

/// <summary>Facts that no finding cites and that a reader, or a model, needs to understand the case: states, the last events, what the logs say.</summary>
internal static class ContextEvidence
{
    /// <summary>Lines of a log, repeats told once.</summary>
    private const int LogLines = 20;

    /// <summary>Events of one object.</summary>
    private const int Events = 4;

    /// <summary>Events that every start writes; they say nothing.</summary>
    private static readonly HashSet<string> Noise = new(StringComparer.Ordinal)
    {
        "Scheduled", "Pulled", "Pulling", "Created", "Started", "SuccessfulCreate", "ScalingReplicaSet", "MissingClusterDNS", "DNSConfigForming",
    };

    /// <summary>The facts, workload by workload, the telling ones first.</summary>
    public static IEnumerable<EvidenceDraft> Of(CaseFile file) => file.Workloads.SelectMany(Of);

    /// <summary>How a container does, in one line.</summary>
    public static EvidenceDraft State(PodFacts pod, ContainerFacts container) => new(
        EvidenceKind.Status,
        $"pod/{pod.Name} status.{(container.IsInit ? "initContainerStatuses" : "containerStatuses")}[{container.Name}]",
        Text(container.Status),
        container.LastTermination?.FinishedAt);

    /// <summary>An event.</summary>
    public static EvidenceDraft Event(EventFacts seen) =>
        new(EvidenceKind.Event, seen.Source, $"{seen.Reason}: {seen.Message}{(seen.Count > 1 ? $" (×{seen.Count})" : "")}", seen.LastSeen);

    private static IEnumerable<EvidenceDraft> Of(WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods)
        {
            foreach (var container in pod.Containers.Where(c => c.Status is not null && (!c.Status.Ready || c.Status.RestartCount > 0) && !SaysNothing(c)))
            {
                yield return State(pod, container);
            }

            foreach (var log in pod.Containers.SelectMany(c => new[] { c.FailedRunLog, c.CurrentLog }).OfType<LogExcerpt>())
            {
                yield return new EvidenceDraft(EvidenceKind.Log, log.Source, log.Problem is { } problem ? $"(not read: {problem})" : LogText(log));
            }

            foreach (var seen in pod.Events.Where(e => !Noise.Contains(e.Reason)).Take(Events))
            {
                yield return Event(seen);
            }
        }

        foreach (var seen in workload.Events.Where(e => !Noise.Contains(e.Reason)).Take(Events))
        {
            yield return Event(seen);
        }
    }

    // Init containers that are done, and containers that wait for one that is not.
    private static bool SaysNothing(ContainerFacts container) =>
        (container.IsInit && container.Status?.State?.Terminated is { ExitCode: 0 }) || container.Status?.State?.Waiting is { Reason: "PodInitializing" };

    private static string LogText(LogExcerpt log) => log.IsSilent ? "(the container wrote nothing)" : string.Join('\n', LogDigest.Summarize(log.Lines, LogLines));

    private static string Text(V1ContainerStatus? status) => status is null
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $"state: {Text(status.State)}; ready: {status.Ready}; restarts: {status.RestartCount}{(status.LastState?.Terminated is null ? "" : $"; last state: {Text(status.LastState)}")}");

    private static string Text(V1ContainerState? state) => state switch
    {
        { Waiting: { } waiting } => $"waiting {waiting.Reason}{(string.IsNullOrEmpty(waiting.Message) ? "" : $" ({waiting.Message})")}",
        { Terminated: { } ended } =>
            $"terminated {ended.Reason}, exit code {ended.ExitCode}{(ended.Signal is > 0 ? $", signal {ended.Signal}" : "")}{(string.IsNullOrEmpty(ended.Message) ? "" : $" ({ended.Message})")}",
        { Running: not null } => "running",
        _ => "not reported",
    };
}
