using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Nodes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>A volume that only one node, or one pod, may use at a time, and another holds.</summary>
internal static class SharedVolume
{
    /// <summary>
    /// The finding; null while its holder is being looked up, and, for an access mode that no message names, where nobody holds it.
    /// </summary>
    public static FindingDraft? Judge(CaseFile file, WorkloadFacts workload, PodFacts pod, PodVolume? volume, EventFacts? seen, string category)
    {
        if (file.Facts.List<V1Pod>(file.Namespace) is not { } pods)
            return null;
        var isOfPods = (volume?.Bound?.Spec?.AccessModes ?? []).Contains("ReadWriteOncePod");
        var holder = Holder(pods.Value ?? [], pod, volume, seen, isOfPods);
        var isShared = isOfPods || seen is not null && MountMessage.Category(seen.Reason, seen.Message) != CauseCategories.VolumeMountFailed || IsOfOneNode(volume?.Bound);
        if (category == CauseCategories.AccessModeConflict && (!isShared || (holder is null && seen is not null && MountMessage.IsTimeout(seen.Message))))
            return null;

        var name = volume?.Bound?.Spec?.VolumeName ?? (seen is null ? null : MountMessage.Volume(seen.Message));
        var node = holder?.Spec?.NodeName;
        if (node is null && name is not null && category == CauseCategories.MultiAttach)
        {
            if (file.Facts.List<V1VolumeAttachment>(null) is not { } attachments)
                return null;
            node = (attachments.Value ?? []).FirstOrDefault(item => item.Spec?.Source?.PersistentVolumeName == name && item.Spec.NodeName != pod.Pod.Spec?.NodeName)?.Spec.NodeName;
        }

        var state = node is null || node == pod.Pod.Spec?.NodeName ? null : file.Facts.Get<V1Node>(null, node);
        if (node is not null && node != pod.Pod.Spec?.NodeName && state is null)
            return null;
        return Finding(file, workload, pod, volume, seen, category, name, holder, node, NodeTrouble.Of(state, node, file.Now));
    }

    private static FindingDraft Finding(
        CaseFile file, WorkloadFacts workload, PodFacts pod, PodVolume? volume, EventFacts? seen, string category, string? name, V1Pod? holder, string? node, string? trouble)
    {
        var claim = volume?.Claim is { } reference ? Claims.Title(reference) : $"volume {name}";
        var modes = volume?.Bound?.Spec?.AccessModes is { Count: > 0 } list ? $", {string.Join('+', list)}" : "";
        var who = (name, claim) switch { ({ } pv, _) when volume?.Claim is not null => $"{claim} (volume {pv}{modes})", _ => $"{claim}{modes}" };
        var held = (holder, node) switch
        {
            ({ } by, { } on) => $"pod {by.Metadata.Name} on node {on} holds it{(by.Metadata.DeletionTimestamp is null ? "" : ", which is being deleted")}",
            ({ } by, null) => $"pod {by.Metadata.Name} holds it",
            (null, { } on) => $"it is still attached to node {on}, where no pod of the namespace uses it",
            _ => "another node holds it",
        };
        var title = $"Pod {pod.Name}{(pod.Pod.Spec?.NodeName is { Length: > 0 } own ? $" on node {own}" : "")} cannot use {who}: {held}{(trouble is null ? "" : $"; node {node} {trouble}")}{Why(workload, holder)}";
        List<EvidenceDraft?> evidence =
        [
            seen is null ? null : Cite.Event(seen),
            holder is null ? null : new EvidenceDraft(EvidenceKind.Spec, $"pod/{holder.Metadata.Name} spec", $"nodeName={holder.Spec?.NodeName} phase={holder.Status?.Phase} uses claim {volume?.Claim?.Name}"),
        ];
        return VolumeMountAnalyzer.Draft(workload, pod, category, title, $"{category} {volume?.Claim?.Name}", volume, evidence) with
        {
            Explanation = "A ReadWriteOnce volume is used on one node at a time, a ReadWriteOncePod one by one pod.",
            Remediation =
            [
                new Remediation
                {
                    Title = trouble is not null
                        ? $"Is node {node} gone for good? Then delete its Node, and the volume is detached"
                        : "Should both pods share the data? Then the claim needs ReadWriteMany and a class that offers it; else run one pod, with strategy Recreate",
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }

    private static V1Pod? Holder(IReadOnlyList<V1Pod> pods, PodFacts pod, PodVolume? volume, EventFacts? seen, bool isOfPods)
    {
        var others = (volume?.Claim is { } claim ? Claims.UsersOf(claim.Name, pods) : [])
            .Where(other => other.Metadata?.Name != pod.Name && !string.IsNullOrEmpty(other.Spec?.NodeName))
            .Where(other => isOfPods || other.Spec.NodeName != pod.Pod.Spec?.NodeName)
            .ToList();
        var told = seen is null ? null : MountMessage.Holder(seen.Message);
        return others.Find(other => other.Metadata.Name == told)
            ?? (told is null ? null : pods.FirstOrDefault(other => other.Metadata?.Name == told))
            ?? others.Find(other => other.Status?.Phase == "Running")
            ?? others.FirstOrDefault();
    }

    private static bool IsOfOneNode(V1PersistentVolumeClaim? claim) => claim?.Spec?.AccessModes is { Count: > 0 } modes && modes.All(mode => mode is "ReadWriteOnce" or "ReadWriteOncePod");

    private static string Why(WorkloadFacts workload, V1Pod? holder)
    {
        if (holder is null || workload.Controller is not V1Deployment { Spec: { } spec } deployment || !IsOf(holder, deployment))
            return "";
        return spec.Replicas > 1
            ? $"; Deployment {workload.Reference.Name} runs {spec.Replicas} replicas on one claim"
            : spec.Strategy?.Type is null or "RollingUpdate" ? $"; Deployment {workload.Reference.Name} has strategy RollingUpdate, which starts the new pod before the old one is gone" : "";
    }

    private static bool IsOf(V1Pod pod, V1Deployment deployment) => Connectivity.LabelText.Selects(deployment.Spec.Selector, pod.Metadata?.Labels);
}
