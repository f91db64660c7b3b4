using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Images;

/// <summary>Judges containers whose image is not pulled.</summary>
internal sealed class ImagePullAnalyzer : IAnalyzer
{
    private static readonly HashSet<string> Reasons = new(StringComparer.Ordinal)
    {
        "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed", "ImageVolumeMountFailed",
    };

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null))
        {
            foreach (var container in pod.Containers)
            {
                if (container.Waiting() is { Reason: { } reason } waiting && Reasons.Contains(reason)
                    && ImagePullFinding.Of(file, workload, pod, container, Verdict(pod, container, reason, waiting.Message ?? "")) is { } finding)
                    yield return finding;
            }
        }
    }

    /// <summary>
    /// The waiting state of older kubelets only says that it backs off, and its text changes from pull to back-off: whichever text tells most counts.
    /// </summary>
    private static PullVerdict Verdict(PodFacts pod, ContainerFacts container, string reason, string message)
    {
        var waiting = Cite.Waiting(pod, container, container.Waiting()!);
        List<PullVerdict> verdicts = [new(PullMessage.Classify(reason, message), message, [waiting])];
        foreach (var seen in pod.EventsOf(container).Where(IsAboutPull))
            verdicts.Add(new(PullMessage.Classify(seen.Reason, seen.Message), seen.Message, [Cite.Event(seen), waiting]));
        return verdicts.FirstOrDefault(verdict => verdict.Failure != PullFailure.Unknown)
            ?? verdicts.MaxBy(verdict => verdict.Message.Length)!;
    }

    private static bool IsAboutPull(EventFacts seen) =>
        seen.Message.StartsWith("Failed to pull image", StringComparison.Ordinal) || seen.Reason is "InspectFailed" or "ErrImageNeverPull";
}
