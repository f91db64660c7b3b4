using System.Globalization;
using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>Turns facts of the case file into evidence, each with the exact place that it was read from.</summary>
internal static class Cite
{
    /// <summary>The most lines of a log that one piece of evidence repeats.</summary>
    public const int MostLogLines = 12;

    /// <summary>The most characters of one line of evidence.</summary>
    private const int LongestLine = 400;

    /// <summary>How the container's last run ended.</summary>
    public static EvidenceDraft Termination(PodFacts pod, ContainerFacts container, V1ContainerStateTerminated terminated)
    {
        var field = ReferenceEquals(container.Status?.State?.Terminated, terminated) ? "state" : "lastState";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"reason={terminated.Reason} exitCode={terminated.ExitCode} startedAt={Time(terminated.StartedAt)} finishedAt={Time(terminated.FinishedAt)} restartCount={container.Status?.RestartCount}");
        if (!string.IsNullOrWhiteSpace(terminated.Message))
            text += $" message={Wording.Clip(terminated.Message, LongestLine)}";
        return new EvidenceDraft(EvidenceKind.Status, $"{StatusPath(pod, container)}.{field}.terminated", text, terminated.FinishedAt);
    }

    /// <summary>Why the container waits.</summary>
    public static EvidenceDraft Waiting(PodFacts pod, ContainerFacts container, V1ContainerStateWaiting waiting) =>
        new(EvidenceKind.Status, $"{StatusPath(pod, container)}.state.waiting", $"reason={waiting.Reason} message={Wording.Clip(waiting.Message, LongestLine)}");

    /// <summary>The container's readiness and restarts.</summary>
    public static EvidenceDraft Running(PodFacts pod, ContainerFacts container) => new(
        EvidenceKind.Status,
        StatusPath(pod, container),
        string.Create(
            CultureInfo.InvariantCulture,
            $"ready={container.Status?.Ready} started={container.Status?.Started} running since {Time(container.Status?.State?.Running?.StartedAt)} restartCount={container.Status?.RestartCount}"));

    /// <summary>An event.</summary>
    public static EvidenceDraft Event(EventFacts seen) => new(
        EvidenceKind.Event,
        seen.Source,
        string.Create(CultureInfo.InvariantCulture, $"{seen.Reason} (×{Math.Max(1, seen.Count)}): {Wording.Clip(seen.Message, LongestLine)}"),
        seen.LastSeen);

    /// <summary>A pod's condition.</summary>
    public static EvidenceDraft Condition(PodFacts pod, V1PodCondition condition) => new(
        EvidenceKind.Status,
        $"pod/{pod.Name} status.conditions[{condition.Type}]",
        $"status={condition.Status} reason={condition.Reason} message={Wording.Clip(condition.Message, LongestLine)}",
        condition.LastTransitionTime);

    /// <summary>Lines of a log; of many, the first and the last, because languages put the message at either end of a stack trace.</summary>
    public static EvidenceDraft Log(LogExcerpt log, IEnumerable<string> lines)
    {
        List<string> all = [.. lines.Select(line => Bound(line.TrimEnd()))];
        var shown = all.Count <= MostLogLines ? all : [.. all.Take(MostLogLines / 2), "…", .. all.TakeLast((MostLogLines / 2) - 1)];
        return new EvidenceDraft(EvidenceKind.Log, log.Source, string.Join('\n', shown));
    }

    /// <summary>A part of the pod's spec.</summary>
    public static EvidenceDraft Spec(PodFacts pod, string path, string text) =>
        new(EvidenceKind.Spec, $"pod/{pod.Name} spec.{path}", Wording.Clip(text, LongestLine));

    /// <summary>A part of a container's spec.</summary>
    public static EvidenceDraft Spec(PodFacts pod, ContainerFacts container, string path, string text) =>
        Spec(pod, $"{(container.IsInit ? "initContainers" : "containers")}[{container.Name}].{path}", text);

    private static string StatusPath(PodFacts pod, ContainerFacts container) =>
        $"pod/{pod.Name} status.{(container.IsInit ? "initContainerStatuses" : "containerStatuses")}[{container.Name}]";

    private static string Time(DateTime? time) => time?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "unknown";

    private static string Bound(string line) => line.Length <= LongestLine ? line : string.Concat(line.AsSpan(0, LongestLine - 1), "…");
}
