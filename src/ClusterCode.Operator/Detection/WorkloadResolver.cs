using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Detection;

/// <summary>Finds the workload of a pod or Job from its metadata alone, without asking the API server.</summary>
internal static class WorkloadResolver
{
    private const string PodTemplateHash = "pod-template-hash";
    private const string AppsGroup = "apps";
    /// <summary>The API group of Jobs and CronJobs.</summary>
    public const string BatchGroup = "batch";

    /// <summary>
    /// The workload of a pod. A ReplicaSet of a Deployment is named after the Deployment and the pod template's hash, which the pod carries as a label;
    /// a CronJob is found through the Job, which <paramref name="findJob"/> looks up by namespace and name.
    /// </summary>
    public static WorkloadKey Of(PodSummary pod, Func<string, string, JobSummary?> findJob)
    {
        var metadata = pod.Metadata;
        var ns = metadata.Namespace ?? "";
        if (metadata.Controller() is not { } owner)
            return new WorkloadKey(ns, "", "Pod", metadata.Name);

        return owner.Kind switch
        {
            "ReplicaSet" when DeploymentName(metadata, owner) is { } deployment => new WorkloadKey(ns, AppsGroup, "Deployment", deployment),
            "Job" when findJob(ns, owner.Name) is { } job => Of(job),
            "Node" => new WorkloadKey(ns, "", "Pod", metadata.Name),
            _ => new WorkloadKey(ns, GroupOf(owner.ApiVersion), owner.Kind, owner.Name),
        };
    }

    /// <summary>The workload of a Job: its CronJob, or the Job itself.</summary>
    public static WorkloadKey Of(JobSummary job)
    {
        var ns = job.Metadata.Namespace ?? "";
        return job.Metadata.Controller() is { } owner
            ? new WorkloadKey(ns, GroupOf(owner.ApiVersion), owner.Kind, owner.Name)
            : new WorkloadKey(ns, BatchGroup, "Job", job.Metadata.Name);
    }

    private static string? DeploymentName(ObjectSummary pod, OwnerSummary replicaSet)
    {
        if (pod.Labels is null || !pod.Labels.TryGetValue(PodTemplateHash, out var hash) || hash.Length == 0)
            return null;
        var suffix = "-" + hash;
        return replicaSet.Name.EndsWith(suffix, StringComparison.Ordinal) && replicaSet.Name.Length > suffix.Length
            ? replicaSet.Name[..^suffix.Length]
            : null;
    }

    private static string GroupOf(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : apiVersion[..slash];
    }
}
