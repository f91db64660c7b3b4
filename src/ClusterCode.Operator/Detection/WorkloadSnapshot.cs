using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Pods;
using k8s.Models;

namespace ClusterCode.Operator.Detection;

/// <summary>What the caches hold of one workload at one moment.</summary>
internal sealed record WorkloadSnapshot(
    WorkloadKey Key, IReadOnlyList<PodSummary> Pods, IReadOnlyList<JobSummary> Jobs, IReadOnlyList<MountEventSummary> MountEvents)
{
    /// <summary>The workload itself, where it is a Deployment that the cache holds.</summary>
    public V1Deployment? Deployment { get; init; }

    /// <summary>The failures that the workload shows now, in a stable order.</summary>
    public IReadOnlyList<DetectedFailure> Failures(DateTime now)
    {
        var ofPods = Pods
            .OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
            .SelectMany(pod => FailureDetector.Detect(pod, MountEventsOf(pod), now));
        var ofJob = NewestFinishedJob() is { } job ? FailureDetector.Detect(job, now) : null;
        var ofDeployment = Deployment is { } deployment ? FailureDetector.Detect(deployment) : null;
        return [.. new[] { ofJob, ofDeployment }.OfType<DetectedFailure>(), .. ofPods];
    }

    /// <summary>A CronJob's failure is over when a later Job of it completes, so only the newest finished one counts.</summary>
    public JobSummary? NewestFinishedJob() => Jobs
        .Where(job => job.IsComplete || job.FailedCondition() is not null)
        .MaxBy(job => job.Metadata.CreationTimestamp ?? DateTime.MinValue);

    private List<MountEventSummary> MountEventsOf(PodSummary pod) =>
        MountEvents.Where(mount => mount.InvolvedObject?.Uid == pod.Metadata.Uid).ToList();
}
