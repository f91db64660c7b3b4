using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Detection;

/// <summary>Judges whether a workload that shows no failure any more is well again. Pure.</summary>
internal static class RecoveryJudge
{
    /// <summary>A pod that became ready a moment ago may fail in the next one.</summary>
    public static readonly TimeSpan StableFor = TimeSpan.FromSeconds(10);

    /// <summary>The verdict on a workload without failures.</summary>
    public static Recovery Judge(WorkloadSnapshot workload, DateTime now)
    {
        var live = workload.Pods.Where(IsLive).ToList();
        if (live.Count > 0)
        {
            var stable = live.Count(pod => ReadySince(pod) is { } since && now - since >= StableFor);
            return stable == live.Count
                ? new Recovery(RecoveryState.Recovered, $"{stable} of {live.Count} pods ready")
                : new Recovery(RecoveryState.Unproven, $"{stable} of {live.Count} pods ready for {StableFor.TotalSeconds:0} s");
        }

        if (workload.NewestFinishedJob() is { IsComplete: true } job)
            return new Recovery(RecoveryState.Recovered, $"Job {job.Metadata.Name} completed");
        if (workload.Pods.Any(pod => pod.Metadata.DeletionTimestamp is null && pod.Status?.Phase == "Succeeded"))
            return new Recovery(RecoveryState.Recovered, "its pods completed");
        return workload.Jobs.Count > 0
            ? new Recovery(RecoveryState.Unproven, "its Job has not finished")
            : new Recovery(RecoveryState.Gone, $"no pod of {workload.Key} is left");
    }

    private static bool IsLive(PodSummary pod) =>
        pod.Metadata.DeletionTimestamp is null && pod.Status?.Phase is not ("Succeeded" or "Failed");

    private static DateTime? ReadySince(PodSummary pod) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "Ready", Status: "True" })?.LastTransitionTime;
}
