using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Rollouts;

/// <summary>What a pod that stops a rollout shows, in a few words: its cause is another finding's to name.</summary>
internal static class Symptom
{
    /// <summary>Such as <c>its pod web-1 is not ready: container app waits (ImagePullBackOff)</c>.</summary>
    public static string Of(CaseFile file, PodFacts pod)
    {
        var container = pod.Containers.FirstOrDefault(c => c.Status is { Ready: false } && !(c.IsInit && c.Status.State?.Terminated is { ExitCode: 0 }));
        return $"pod {pod.Name} is not ready{(container is null ? Alone(pod) : $": {OfContainer(file, container)}")}";
    }

    private static string OfContainer(CaseFile file, ContainerFacts container) => container switch
    {
        { LastTermination: { } ended } => $"container {container.Name} ends with exit code {ended.ExitCode} ({ended.Reason})",
        { Status.State.Waiting: { } waiting } => $"container {container.Name} waits ({waiting.Reason}{(string.IsNullOrEmpty(waiting.Message) ? "" : $": {Wording.ClipStart(waiting.Message, 120)}")})",
        { Status.State.Running.StartedAt: { } started } => $"container {container.Name} has been running for {Wording.Duration(file.Now.UtcDateTime - started)} without becoming ready",
        _ => $"container {container.Name} has not started",
    };

    private static string Alone(PodFacts pod) =>
        pod.Pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False" }) is { } unscheduled ? $": it is not scheduled ({unscheduled.Reason})" : "";
}
