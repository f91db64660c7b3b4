using System.Globalization;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Targets;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>
/// The revisions of a workload's pod template: a Deployment's are its ReplicaSets, those of StatefulSets and DaemonSets are ControllerRevisions. They are asked for only
/// where the workload says that there is more than one.
/// </summary>
internal static class Revisions
{
    /// <summary>The Deployment controller numbers revisions with it, at the Deployment and at its ReplicaSets.</summary>
    public const string Annotation = "deployment.kubernetes.io/revision";

    /// <summary>The label that pods of StatefulSets and DaemonSets carry.</summary>
    public const string HashLabel = "controller-revision-hash";

    private const string TemplateHash = "pod-template-hash";

    /// <summary>The newest revision and the one before; null where there is but one, or they are not known (yet).</summary>
    public static RevisionPair? Of(CaseFile file, WorkloadFacts workload) => workload switch
    {
        { Controller: V1Deployment deployment } => OfDeployment(file, workload, Number(deployment), deployment.Spec?.Selector),
        { Controller: V1StatefulSet set } => OfStatefulSet(file, set),
        { Controller: V1DaemonSet set } => OfDaemonSet(file, set),
        { Controller: null, Reference.Kind: TargetKinds.StatefulSet } when file.Facts.Get<V1StatefulSet>(file.Namespace, workload.Reference.Name) is { IsFound: true } set => OfStatefulSet(file, set.Value),
        { Controller: null, Reference.Kind: TargetKinds.DaemonSet } when file.Facts.Get<V1DaemonSet>(file.Namespace, workload.Reference.Name) is { IsFound: true } set => OfDaemonSet(file, set.Value),
        { Controller: null, Reference.Kind: TargetKinds.Deployment, Owners: [{ Kind: TargetKinds.ReplicaSet } own, ..] }
            when file.Facts.Get<V1ReplicaSet>(file.Namespace, own.Name) is { IsFound: true } set => OfDeployment(file, workload, Number(set.Value), WithoutHash(set.Value.Spec?.Selector)),
        _ => null,
    };

    /// <summary>Whether a pod is of the newest revision.</summary>
    public static bool IsOfNewest(V1Pod pod, RevisionPair pair) =>
        pod.Controller()?.Name == pair.Hash || (pod.Metadata.Labels?.TryGetValue(HashLabel, out var hash) == true && hash == pair.Hash);

    /// <summary>The number of a Deployment's or ReplicaSet's revision; null where it has none.</summary>
    public static int? Number(IKubernetesObject<V1ObjectMeta> value) =>
        value.Metadata.Annotations?.TryGetValue(Annotation, out var text) == true && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The ReplicaSets of a workload, the newest revision first; null where they are not known.</summary>
    public static IReadOnlyList<V1ReplicaSet>? ReplicaSets(CaseFile file, WorkloadFacts workload, V1LabelSelector? selector)
    {
        // A look at the whole namespace has listed them all.
        var sets = file.IsNamespaceWide ? file.Facts.List<V1ReplicaSet>(file.Namespace) : file.Facts.Selected<V1ReplicaSet>(file.Namespace, selector);
        return sets is { IsFound: true }
            ?
            [
                .. sets.Value
                    .Where(s => s.Controller() is { Kind: TargetKinds.Deployment } owner && owner.Name == workload.Reference.Name && Number(s) is not null)
                    .OrderByDescending(Number),
            ]
            : null;
    }

    private static RevisionPair? OfDeployment(CaseFile file, WorkloadFacts workload, int? revision, V1LabelSelector? selector)
    {
        if (revision is null or < 2 || ReplicaSets(file, workload, selector) is not { Count: > 1 } sets)
            return null;
        var (newest, before) = (sets[0], sets.Skip(1).FirstOrDefault(s => s.Status?.ReadyReplicas > 0) ?? sets[1]);
        var isRolledBack = newest.Metadata.CreationTimestamp < before.Metadata.CreationTimestamp;
        return new RevisionPair(
            Text(Number(newest)),
            Text(Number(before)),
            newest.Metadata.Name,
            isRolledBack ? null : newest.Metadata.CreationTimestamp,
            before.Status?.ReadyReplicas ?? 0,
            TemplateDiff.Of(before.Spec?.Template, newest.Spec?.Template));
    }

    private static RevisionPair? OfStatefulSet(CaseFile file, V1StatefulSet set)
    {
        if (set.Status is not { CurrentRevision: { Length: > 0 } current, UpdateRevision: { Length: > 0 } update } || current == update)
            return null;
        var (before, newest) = (file.Facts.Get<V1ControllerRevision>(file.Namespace, current), file.Facts.Get<V1ControllerRevision>(file.Namespace, update));
        return before is { IsFound: true } && newest is { IsFound: true } ? Pair(before.Value, newest.Value, update, set.Status.CurrentReplicas ?? 0) : null;
    }

    private static RevisionPair? OfDaemonSet(CaseFile file, V1DaemonSet set)
    {
        if (set.Metadata.Generation is null or < 2 || file.Facts.Selected<V1ControllerRevision>(file.Namespace, set.Spec?.Selector) is not { IsFound: true } all)
            return null;
        return all.Value.Where(r => r.IsControlledBy(set.Metadata.Uid)).OrderByDescending(r => r.Revision).Take(2).ToList() is [var newest, var before]
            ? Pair(before, newest, newest.Metadata.Labels?.TryGetValue(HashLabel, out var hash) == true ? hash : newest.Metadata.Name, 0)
            : null;
    }

    private static RevisionPair Pair(V1ControllerRevision before, V1ControllerRevision newest, string hash, int serving) => new(
        string.Create(CultureInfo.InvariantCulture, $"{newest.Revision}"),
        string.Create(CultureInfo.InvariantCulture, $"{before.Revision}"),
        hash,
        newest.Metadata.CreationTimestamp < before.Metadata.CreationTimestamp ? null : newest.Metadata.CreationTimestamp,
        serving,
        TemplateDiff.Of(RevisionTemplate.Of(before), RevisionTemplate.Of(newest)));

    private static V1LabelSelector? WithoutHash(V1LabelSelector? selector) => selector is null
        ? null
        : selector with { MatchLabels = selector.MatchLabels?.Where(l => l.Key != TemplateHash).ToDictionary(StringComparer.Ordinal) };

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
