using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Detection.Pods;
using k8s.Models;

namespace ClusterCode.Operator.Failures;

/// <summary>
/// Maps what changes in the cluster to the workloads that the <see cref="FailureReconciler"/> must look at. Healthy pods of workloads without a diagnosis,
/// nearly all of a cluster, end here.
/// </summary>
internal sealed class FailureWatch(
    WorkloadSnapshots snapshots, IInformer<PodSummary> pods, IInformer<DiagnosisRequest> diagnoses, DiagnosisBudget budget, TimeProvider clock)
{
    public IEnumerable<WorkloadKey> Of(PodSummary pod)
    {
        var key = snapshots.WorkloadOf(pod);
        return HasDiagnosis(key) || FailureDetector.Detect(pod, snapshots.MountEventsOf(pod), Now).Any() ? [key] : [];
    }

    public IEnumerable<WorkloadKey> Of(JobSummary job)
    {
        var key = WorkloadResolver.Of(job);
        return HasDiagnosis(key) || FailureDetector.Detect(job, Now) is not null ? [key] : [];
    }

    /// <summary>A Deployment whose pods fail is told by them; this one has none.</summary>
    public IEnumerable<WorkloadKey> Of(V1Deployment deployment)
    {
        var key = WorkloadSnapshots.KeyOf(deployment);
        return FailureDetector.Detect(deployment) is not null || HasDiagnosis(key) ? [key] : [];
    }

    public IEnumerable<WorkloadKey> Of(MountEventSummary mount) =>
        mount.InvolvedObject is { Namespace: { } ns, Name: { } name } && pods.Store.Get(new ObjectKey(ns, name)) is { } pod ? Of(pod) : [];

    /// <summary>The workload itself; and when its diagnosis has ended, the one that waits for that.</summary>
    public IEnumerable<WorkloadKey> Of(DiagnosisRequest diagnosis) =>
        DiagnosisDrafts.WorkloadOf(diagnosis) is { } key ? [key, .. budget.Next(diagnosis)] : [];

    /// <summary>A policy that was created or changed may want any of the failures there are.</summary>
    public IEnumerable<WorkloadKey> Of(DiagnosisPolicy _) => snapshots.Failing(Now);

    /// <summary>A namespace's labels may have come under a policy's selector.</summary>
    public IEnumerable<WorkloadKey> Of(NamespaceSummary ns) => snapshots.Failing(Now).Where(key => key.Namespace == ns.Metadata.Name);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private bool HasDiagnosis(WorkloadKey key) => diagnoses.Store.Get(new ObjectKey(key.Namespace, key.DiagnosisName())) is not null;
}
