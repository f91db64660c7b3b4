using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Pods;
using k8s.Models;

namespace ClusterCode.Operator.Failures;

/// <summary>Reads workloads out of the caches, by the indexes that it defines.</summary>
internal sealed class WorkloadSnapshots(IInformer<PodSummary> pods, IInformer<JobSummary> jobs, IInformer<MountEventSummary> mountEvents, IInformer<V1Deployment> deployments)
{
    private const string DeploymentKind = "Deployment";

    /// <summary>Index of pods and Jobs by workload. A Job's pods stand under the Job, for the index knows no CronJobs.</summary>
    public const string ByWorkload = "workload";

    /// <summary>Index of FailedMount events by the uid of the pod that they are about.</summary>
    public const string ByPodUid = "podUid";

    /// <summary>The index key of a pod.</summary>
    public static string IndexKey(PodSummary pod) => IndexKey(WorkloadResolver.Of(pod, (_, _) => null));

    /// <summary>The index key of a Job.</summary>
    public static string IndexKey(JobSummary job) => IndexKey(WorkloadResolver.Of(job));

    /// <summary>The workload of a pod.</summary>
    public WorkloadKey WorkloadOf(PodSummary pod) => WorkloadResolver.Of(pod, (ns, name) => jobs.Store.Get(new ObjectKey(ns, name)));

    /// <summary>What the caches hold of a workload now.</summary>
    public WorkloadSnapshot Of(WorkloadKey key)
    {
        var ofKey = pods.Store.ByIndex(ByWorkload, IndexKey(key));
        var jobsOfKey = jobs.Store.ByIndex(ByWorkload, IndexKey(key));
        var ofJobs = jobsOfKey
            .Select(job => new WorkloadKey(key.Namespace, WorkloadResolver.BatchGroup, "Job", job.Metadata.Name))
            .Where(job => job != key)
            .SelectMany(job => pods.Store.ByIndex(ByWorkload, IndexKey(job)));
        IReadOnlyList<PodSummary> all = [.. ofKey, .. ofJobs];
        return new WorkloadSnapshot(key, all, jobsOfKey, [.. all.SelectMany(MountEventsOf)])
        {
            Deployment = key.Kind == DeploymentKind ? deployments.Store.Get(new ObjectKey(key.Namespace, key.Name)) : null,
        };
    }

    /// <summary>The FailedMount events about a pod.</summary>
    public IReadOnlyList<MountEventSummary> MountEventsOf(PodSummary pod) => mountEvents.Store.ByIndex(ByPodUid, pod.Metadata.Uid);

    /// <summary>Every workload of which a pod or Job shows a failure now.</summary>
    public IEnumerable<WorkloadKey> Failing(DateTime now) => pods.Store.List()
        .Where(pod => FailureDetector.Detect(pod, MountEventsOf(pod), now).Any())
        .Select(WorkloadOf)
        .Concat(jobs.Store.List().Where(job => FailureDetector.Detect(job, now) is not null).Select(WorkloadResolver.Of))
        .Concat(deployments.Store.List().Where(deployment => FailureDetector.Detect(deployment) is not null).Select(KeyOf))
        .Distinct();

    /// <summary>The workload that a Deployment is.</summary>
    public static WorkloadKey KeyOf(V1Deployment deployment) => new(deployment.Metadata.NamespaceProperty, "apps", DeploymentKind, deployment.Metadata.Name);

    private static string IndexKey(WorkloadKey key) => $"{key.Namespace}/{key.Group}/{key.Kind}/{key.Name}";
}
