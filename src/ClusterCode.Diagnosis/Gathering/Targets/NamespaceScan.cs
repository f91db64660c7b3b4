using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Gathering.Objects;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>The workloads of a namespace, all of them or those of chosen pods.</summary>
internal sealed class NamespaceScan(IClusterView view)
{
    /// <summary>Pods by label, grouped by workload.</summary>
    public async Task<TargetResolution> SelectAsync(string ns, V1LabelSelector selector, CancellationToken cancellationToken)
    {
        var text = LabelSelectors.Format(selector);
        var pods = await view.ListAsync<V1Pod>(ns, new ListQuery(text), cancellationToken).ConfigureAwait(false);
        if (ControllerPods.Refusal(pods, ns) is { } refusal)
        {
            return refusal;
        }

        return pods.Value!.Count == 0
            ? TargetResolution.Refused(Experts.ExpertOutcome.TargetNotFound, $"No pod in namespace {ns} matches spec.selector ({text}). Compare it with the labels of the pods: kubectl get pods -n {ns} --show-labels")
            : new TargetResolution(await GroupAsync(pods.Value, new OwnerIndex(view, ns), cancellationToken).ConfigureAwait(false), Message: pods.Message);
    }

    /// <summary>The workloads of those pods that use something.</summary>
    public async Task<TargetResolution> UsersAsync(string ns, Func<V1Pod, bool> uses, CancellationToken cancellationToken)
    {
        var pods = await view.ListAsync<V1Pod>(ns, ListQuery.All, cancellationToken).ConfigureAwait(false);
        return ControllerPods.Refusal(pods, ns)
            ?? new TargetResolution(await GroupAsync([.. pods.Value!.Where(p => p.Spec is not null && uses(p))], new OwnerIndex(view, ns), cancellationToken).ConfigureAwait(false), Message: pods.Message);
    }

    /// <summary>Everything: also workloads that have no pods.</summary>
    public async Task<TargetResolution> ScanAsync(string ns, CancellationToken cancellationToken)
    {
        var pods = ListAsync<V1Pod>(ns, cancellationToken);
        var replicaSets = ListAsync<V1ReplicaSet>(ns, cancellationToken);
        var deployments = ListAsync<V1Deployment>(ns, cancellationToken);
        var statefulSets = ListAsync<V1StatefulSet>(ns, cancellationToken);
        var daemonSets = ListAsync<V1DaemonSet>(ns, cancellationToken);
        var jobs = ListAsync<V1Job>(ns, cancellationToken);
        var cronJobs = ListAsync<V1CronJob>(ns, cancellationToken);
        var objects = Task.WhenAll(ObjectKinds.All.Where(k => k.IsScanned).Select(k => k.ListAsync(view, ns, cancellationToken)));
        await Task.WhenAll(pods, replicaSets, deployments, statefulSets, daemonSets, jobs, cronJobs, objects).ConfigureAwait(false);
        var found = await pods.ConfigureAwait(false);
        if (ControllerPods.Refusal(found, ns) is { } refusal)
        {
            return refusal;
        }

        var (sets, listedJobs, listedCronJobs) = ((await replicaSets.ConfigureAwait(false)).Value ?? [], (await jobs.ConfigureAwait(false)).Value ?? [], (await cronJobs.ConfigureAwait(false)).Value ?? []);
        List<WorkloadSelection> selections =
        [
            .. ((await deployments.ConfigureAwait(false)).Value ?? []).Select(d => ControllerPods.Select(d, sets, found.Value!)),
            .. ((await statefulSets.ConfigureAwait(false)).Value ?? []).Select(s => Simple(s, TargetKinds.StatefulSet, s.Spec?.Replicas ?? 1, found.Value!)),
            .. ((await daemonSets.ConfigureAwait(false)).Value ?? []).Select(s => Simple(s, TargetKinds.DaemonSet, s.Status?.DesiredNumberScheduled, found.Value!)),
            .. CurrentJobs(listedJobs).Select(j => JobPods.Select(j, found.Value!) with { Controller = listedCronJobs.FirstOrDefault(c => j.IsControlledBy(c.Metadata.Uid)) }),
            .. listedCronJobs.Where(c => !listedJobs.Any(j => j.IsControlledBy(c.Metadata.Uid))).Select(JobPods.Idle),
        ];
        var taken = selections.SelectMany(s => s.Pods).ToHashSet(ReferenceEqualityComparer.Instance);

        // Pods of Jobs that were passed over belong to the past; the rest have controllers of other kinds, or none.
        var rest = found.Value!.Where(p => !taken.Contains(p) && !(p.Controller() is { Kind: "Job" } owner && listedJobs.Any(j => j.Metadata.Uid == owner.Uid))).ToList();
        selections.AddRange(await GroupAsync(rest, new OwnerIndex(view, ns).With(sets).With(listedJobs), cancellationToken).ConfigureAwait(false));
        return new TargetResolution([.. selections.OrderByDescending(s => s.Pods.Count)], Message: found.Message, IsNamespaceWide: true)
        {
            Objects = [.. (await objects.ConfigureAwait(false)).SelectMany(o => o.Value ?? [])],
        };
    }

    private static IEnumerable<V1Job> CurrentJobs(IReadOnlyList<V1Job> jobs) =>
        jobs.GroupBy(j => j.Controller()?.Uid ?? j.Metadata.Uid, StringComparer.Ordinal).Select(g => JobPods.Current(g)!);

    private static WorkloadSelection Simple(IKubernetesObject<V1ObjectMeta> owner, string kind, int? desired, IReadOnlyList<V1Pod> pods)
    {
        var reference = owner.Reference(kind);
        return new WorkloadSelection
        {
            Reference = reference,
            Owners = [reference],
            DesiredReplicas = desired,
            Created = owner.Metadata.CreationTimestamp,
            Controller = owner,
            Pods = [.. pods.Where(p => p.IsControlledBy(owner.Metadata.Uid))],
            EventObjects = [new EventObject(kind, owner.Metadata.Name, owner.Metadata.Uid)],
        };
    }

    private static async Task<IReadOnlyList<WorkloadSelection>> GroupAsync(IReadOnlyList<V1Pod> pods, OwnerIndex index, CancellationToken cancellationToken)
    {
        // One look at each owner is enough for all its pods.
        var byOwner = pods.GroupBy(p => p.Controller()?.Uid ?? p.Metadata.Uid, StringComparer.Ordinal).Take(GatheringLimits.Owners).ToList();
        var chains = await Task.WhenAll(byOwner.Select(g => OwnerChain.OfAsync(g.First(), index, cancellationToken))).ConfigureAwait(false);
        return
        [
            .. byOwner.Zip(chains)
                .GroupBy(p => p.Second.Top)
                .Select(g => new WorkloadSelection
                {
                    Reference = g.Key,
                    Owners = g.First().Second.Owners,
                    Job = g.Select(p => p.Second.Job).FirstOrDefault(j => j is not null),
                    Pods = [.. g.SelectMany(p => p.First)],
                    EventObjects = [.. g.Select(p => p.Second.Job).OfType<V1Job>().Select(j => new EventObject("Job", j.Metadata.Name, j.Metadata.Uid))],
                }),
        ];
    }

    private Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string ns, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> => view.ListAsync<T>(ns, ListQuery.All, cancellationToken);
}
