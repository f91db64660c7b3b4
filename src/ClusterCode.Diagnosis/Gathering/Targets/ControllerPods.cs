using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>The pods of controllers that keep replicas.</summary>
internal sealed class ControllerPods(IClusterView view)
{
    /// <summary>The pods of all revisions of a Deployment. Its ReplicaSets are asked for only where the pods do not tell: where one is missing, or was not made by it.</summary>
    public async Task<TargetResolution> OfAsync(V1Deployment deployment, CancellationToken cancellationToken)
    {
        var ns = deployment.Metadata.NamespaceProperty;
        var query = new ListQuery(LabelSelectors.Format(deployment.Spec?.Selector)) { FromMemory = true };
        var pods = await view.ListAsync<V1Pod>(ns, query, cancellationToken).ConfigureAwait(false);
        if (Refusal(pods, ns) is { } refusal)
        {
            return refusal;
        }

        var tell = pods.Value!.Count >= (deployment.Spec?.Replicas ?? 1) && pods.Value.All(p => IsNamedAfter(deployment, p));
        var replicaSets = tell ? null : (await view.ListAsync<V1ReplicaSet>(ns, query, cancellationToken).ConfigureAwait(false)).Value;
        return new TargetResolution([Select(deployment, replicaSets, pods.Value)]);
    }

    /// <summary>The pods of a ReplicaSet; its Deployment, where it has one, is the workload.</summary>
    public async Task<TargetResolution> OfAsync(V1ReplicaSet replicaSet, CancellationToken cancellationToken)
    {
        var own = replicaSet.Reference(TargetKinds.ReplicaSet);
        var above = replicaSet.Controller()?.Reference(own.Namespace);
        return await OfAsync(
            replicaSet.Spec?.Selector,
            replicaSet,
            new WorkloadSelection
            {
                Reference = above ?? own,
                Owners = above is null ? [own] : [own, above],
                DesiredReplicas = replicaSet.Spec?.Replicas ?? 1,
                Problem = replicaSet.Status?.Conditions?.Where(c => c is { Type: "ReplicaFailure", Status: "True" })
                    .Select(c => new ControllerProblem($"replicaset/{own.Name} status.conditions[ReplicaFailure]", c.Message ?? c.Reason ?? "", c.LastTransitionTime))
                    .FirstOrDefault(),
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The pods of a StatefulSet.</summary>
    public Task<TargetResolution> OfAsync(V1StatefulSet set, CancellationToken cancellationToken) =>
        OfAsync(set.Spec?.Selector, set, Simple(set.Reference(TargetKinds.StatefulSet), set.Spec?.Replicas ?? 1), cancellationToken);

    /// <summary>The pods of a DaemonSet.</summary>
    public Task<TargetResolution> OfAsync(V1DaemonSet set, CancellationToken cancellationToken) =>
        OfAsync(set.Spec?.Selector, set, Simple(set.Reference(TargetKinds.DaemonSet), set.Status?.DesiredNumberScheduled), cancellationToken);

    /// <summary>A Deployment with its pods, from lists. <paramref name="replicaSets"/> is null where they were not read: then names tell.</summary>
    public static WorkloadSelection Select(V1Deployment deployment, IReadOnlyList<V1ReplicaSet>? replicaSets, IReadOnlyList<V1Pod> pods)
    {
        var own = replicaSets?.Where(r => r.IsControlledBy(deployment.Metadata.Uid)).OrderByDescending(r => r.Metadata.CreationTimestamp).ToList();
        var uids = own?.Select(r => r.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        var prefix = deployment.Metadata.Name + "-";
        var mine = pods.Where(p => p.Controller() is { Kind: "ReplicaSet" } owner
            && (uids is null ? owner.Name.StartsWith(prefix, StringComparison.Ordinal) : uids.Contains(owner.Uid))).ToList();
        var reference = deployment.Reference(TargetKinds.Deployment);
        var current = own?.FirstOrDefault()?.Reference(TargetKinds.ReplicaSet)
            ?? (uids is null ? mine.OrderByDescending(p => p.Metadata.CreationTimestamp).FirstOrDefault()?.Controller()?.Reference(deployment.Metadata.NamespaceProperty) : null);
        return new WorkloadSelection
        {
            Reference = reference,
            Owners = current is null ? [reference] : [current, reference],
            Controller = deployment,
            DesiredReplicas = deployment.Spec?.Replicas ?? 1,
            Created = deployment.Metadata.CreationTimestamp,
            Problem = deployment.Status?.Conditions?.Where(c => c is { Type: "ReplicaFailure", Status: "True" })
                .Select(c => new ControllerProblem($"deployment/{deployment.Metadata.Name} status.conditions[ReplicaFailure]", c.Message ?? c.Reason ?? "", c.LastTransitionTime))
                .FirstOrDefault(),
            Pods = mine,
            EventObjects =
            [
                .. current is null ? Array.Empty<EventObject>() : [new EventObject("ReplicaSet", current.Name, own?.FirstOrDefault()?.Metadata.Uid)],
                new EventObject("Deployment", deployment.Metadata.Name, deployment.Metadata.Uid),
            ],
        };
    }

    /// <summary>Why pods could not be listed; null where they could.</summary>
    public static TargetResolution? Refusal(Lookup<IReadOnlyList<V1Pod>> pods, string ns) => pods.Status switch
    {
        LookupStatus.Found => null,
        LookupStatus.Forbidden => TargetResolution.Refused(
            Experts.ExpertOutcome.TargetForbidden,
            $"The operator may not list pods in namespace {ns}. Grant its ServiceAccount list on pods there{(pods.Message is null ? "" : $" ({pods.Message})")}."),
        _ => TargetResolution.Refused(Experts.ExpertOutcome.Unreadable, $"Pods of namespace {ns} could not be listed: {pods.Message}"),
    };

    // The Deployment controller names a ReplicaSet after its Deployment and the template's hash, with which it labels the pods too.
    private static bool IsNamedAfter(V1Deployment deployment, V1Pod pod) =>
        pod.Controller() is { Kind: "ReplicaSet" } owner
        && pod.Metadata.Labels?.TryGetValue("pod-template-hash", out var hash) == true
        && owner.Name == $"{deployment.Metadata.Name}-{hash}";

    private static WorkloadSelection Simple(ResourceReference reference, int? desired) =>
        new() { Reference = reference, Owners = [reference], DesiredReplicas = desired };

    private async Task<TargetResolution> OfAsync(
        V1LabelSelector? selector, k8s.IKubernetesObject<V1ObjectMeta> owner, WorkloadSelection selection, CancellationToken cancellationToken)
    {
        var pods = await view.ListAsync<V1Pod>(owner.Metadata.NamespaceProperty, new ListQuery(LabelSelectors.Format(selector)) { FromMemory = true }, cancellationToken).ConfigureAwait(false);
        return Refusal(pods, owner.Metadata.NamespaceProperty) ?? new TargetResolution(
        [
            selection with
            {
                Pods = [.. pods.Value!.Where(p => p.IsControlledBy(owner.Metadata.Uid))],
                Created = owner.Metadata.CreationTimestamp,
                Controller = owner,
                EventObjects = [new EventObject(selection.Owners[0].Kind, owner.Metadata.Name, owner.Metadata.Uid)],
            },
        ]);
    }
}
