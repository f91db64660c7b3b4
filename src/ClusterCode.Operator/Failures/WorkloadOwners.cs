using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Resources;
using k8s.Models;

namespace ClusterCode.Operator.Failures;

/// <summary>Finds the reference with which a diagnosis is owned by its workload. At most one request, for the ReplicaSet of a Deployment that the cache does not show.</summary>
internal sealed class WorkloadOwners(IStore<V1Deployment> deployments, IApiClient api)
{
    /// <summary>The reference, or null where the workload is gone already.</summary>
    public async Task<V1OwnerReference?> FindAsync(WorkloadSnapshot workload, DetectedFailure failure, CancellationToken cancellationToken)
    {
        if (workload.Jobs.FirstOrDefault(job => job.Metadata.Name == failure.Shows) is { } job)
            return job.Metadata.Controller() is { } cronJob ? Reference(cronJob) : Reference("batch/v1", "Job", job.Metadata);
        if (workload.Deployment is { } deployment && deployment.Metadata.Name == failure.Shows)
            return OfDeployment(workload.Key);
        if (workload.Pods.FirstOrDefault(pod => pod.Metadata.Name == failure.Shows) is not { } pod)
            return null;
        var controller = pod.Metadata.Controller();
        return workload.Key.Kind switch
        {
            "Pod" => Reference("v1", "Pod", pod.Metadata),
            "Deployment" when OfDeployment(workload.Key) is { } cached => cached,
            "Deployment" when controller is not null => await OfReplicaSetAsync(workload.Key.Namespace, controller, cancellationToken).ConfigureAwait(false),
            "CronJob" => workload.Jobs.FirstOrDefault(job => job.Metadata.Name == controller?.Name)?.Metadata.Controller() is { } cronJob ? Reference(cronJob) : null,
            _ => controller is null ? null : Reference(controller),
        };
    }

    // The workload's name comes from the ReplicaSet's, which the Deployment controller forms of its own name and the template's hash.
    private V1OwnerReference? OfDeployment(WorkloadKey workload) => deployments.Get(new ObjectKey(workload.Namespace, workload.Name)) is { } deployment
        ? new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = deployment.Metadata.Name, Uid = deployment.Metadata.Uid }
        : null;

    private async Task<V1OwnerReference?> OfReplicaSetAsync(string ns, OwnerSummary replicaSet, CancellationToken cancellationToken)
    {
        var found = await api.GetAsync(Definitions.ReplicaSets, new ObjectKey(ns, replicaSet.Name), cancellationToken).ConfigureAwait(false);
        return found?.Metadata.Controller() is { } deployment ? Reference(deployment) : null;
    }

    private static V1OwnerReference Reference(OwnerSummary owner) =>
        new() { ApiVersion = owner.ApiVersion, Kind = owner.Kind, Name = owner.Name, Uid = owner.Uid };

    private static V1OwnerReference Reference(string apiVersion, string kind, ObjectSummary metadata) =>
        new() { ApiVersion = apiVersion, Kind = kind, Name = metadata.Name, Uid = metadata.Uid };
}
