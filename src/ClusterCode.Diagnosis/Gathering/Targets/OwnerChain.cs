using ClusterCode.Api.Findings;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>The chain from a pod's controller up to the workload that a person knows.</summary>
/// <param name="Top">The workload.</param>
/// <param name="Owners">From the pod's controller up to <paramref name="Top"/>; empty for a bare pod.</param>
/// <param name="Job">The Job in the chain.</param>
internal sealed record OwnerChain(ResourceReference Top, IReadOnlyList<ResourceReference> Owners, V1Job? Job = null)
{
    /// <summary>Climbs from a pod. ReplicaSets and Jobs are looked up, because they have owners of their own; other controllers are kept as they are named.</summary>
    public static async Task<OwnerChain> OfAsync(V1Pod pod, OwnerIndex index, CancellationToken cancellationToken)
    {
        var ns = pod.Metadata.NamespaceProperty;
        if (pod.Controller() is not { Kind: not "Node" } controller)
        {
            return new OwnerChain(pod.Reference(TargetKinds.Pod), []);
        }

        var own = controller.Reference(ns);
        V1Job? job = null;
        V1OwnerReference? above = null;
        if (controller.Kind == TargetKinds.ReplicaSet)
        {
            above = (await index.ReplicaSetAsync(controller.Name, cancellationToken).ConfigureAwait(false))?.Controller();
        }
        else if (controller.Kind == TargetKinds.Job)
        {
            job = await index.JobAsync(controller.Name, cancellationToken).ConfigureAwait(false);
            above = job?.Controller();
        }

        return above is null ? new OwnerChain(own, [own], job) : new OwnerChain(above.Reference(ns), [own, above.Reference(ns)], job);
    }
}
