using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>The pods of Jobs and CronJobs.</summary>
internal sealed class JobPods(IClusterView view)
{
    /// <summary>The pods of a Job.</summary>
    public async Task<TargetResolution> OfAsync(V1Job job, CancellationToken cancellationToken)
    {
        var pods = await view.ListAsync<V1Pod>(job.Metadata.NamespaceProperty, new ListQuery(SelectorOf(job)), cancellationToken).ConfigureAwait(false);
        return ControllerPods.Refusal(pods, job.Metadata.NamespaceProperty) ?? new TargetResolution([Select(job, pods.Value!)]);
    }

    /// <summary>The pods of a CronJob's newest Job, or of the one before where the newest has not ended and that one failed.</summary>
    public async Task<TargetResolution> OfAsync(V1CronJob cronJob, CancellationToken cancellationToken)
    {
        var ns = cronJob.Metadata.NamespaceProperty;
        var jobs = await view.ListAsync<V1Job>(ns, ListQuery.All, cancellationToken).ConfigureAwait(false);
        var current = Current((jobs.Value ?? []).Where(j => j.IsControlledBy(cronJob.Metadata.Uid)));
        if (current is not null)
        {
            var found = await OfAsync(current, cancellationToken).ConfigureAwait(false);
            return found with { Workloads = [.. found.Workloads.Select(w => w with { Controller = cronJob })] };
        }

        return new TargetResolution(
            [Idle(cronJob)],
            Message: jobs.IsFound ? null : $"Jobs of namespace {ns} could not be listed ({jobs.Message}), so the runs of CronJob {cronJob.Metadata.Name} are not known.");
    }

    /// <summary>A CronJob that has no Jobs.</summary>
    public static WorkloadSelection Idle(V1CronJob cronJob)
    {
        var reference = cronJob.Reference(TargetKinds.CronJob);
        return new WorkloadSelection
        {
            Reference = reference,
            Owners = [reference],
            Controller = cronJob,
            Created = cronJob.Metadata.CreationTimestamp,
            EventObjects = [new EventObject("CronJob", cronJob.Metadata.Name, cronJob.Metadata.Uid)],
        };
    }

    /// <summary>Of the Jobs of one CronJob, the one that tells how it does.</summary>
    public static V1Job? Current(IEnumerable<V1Job> jobs)
    {
        var newest = jobs.OrderByDescending(j => j.Metadata.CreationTimestamp).Take(2).ToList();
        return newest is [var running, var before] && !HasEnded(running) && (running.Status?.Failed ?? 0) == 0 && HasFailed(before) ? before : newest.FirstOrDefault();
    }

    /// <summary>A Job with its pods, from a list.</summary>
    public static WorkloadSelection Select(V1Job job, IReadOnlyList<V1Pod> pods)
    {
        var own = job.Reference(TargetKinds.Job);
        var above = job.Controller()?.Reference(own.Namespace);
        return new WorkloadSelection
        {
            Reference = above ?? own,
            Owners = above is null ? [own] : [own, above],
            Job = job,
            Pods = [.. pods.Where(p => p.IsControlledBy(job.Metadata.Uid))],
            EventObjects = [new EventObject("Job", job.Metadata.Name, job.Metadata.Uid)],
        };
    }

    private static bool HasEnded(V1Job job) => HasFailed(job) || job.Status?.Conditions?.Any(c => c is { Type: "Complete", Status: "True" }) == true;

    private static bool HasFailed(V1Job job) => job.Status?.Conditions?.Any(c => c is { Type: "Failed", Status: "True" }) == true;

    // Servers of every version label a Job's pods so; the selector of the Job itself changed its key with v1.27.
    private static string SelectorOf(V1Job job) => LabelSelectors.Format(job.Spec?.Selector) ?? $"job-name={job.Metadata.Name}";
}
