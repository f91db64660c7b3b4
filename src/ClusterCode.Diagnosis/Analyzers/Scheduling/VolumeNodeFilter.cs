using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Storage;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>The pod's bound volumes, which may be usable only on some nodes, such as those of a zone.</summary>
internal sealed class VolumeNodeFilter : IPlacementFilter
{
    /// <inheritdoc />
    public bool Concerns(UnschedulablePod pod) => Bound(pod).Any();

    /// <inheritdoc />
    public bool Allows(UnschedulablePod pod, Neighbours near, NodeFit fit) => Volumes(pod).All(item => VolumePlace.Allows(item.Volume, fit.Node));

    /// <inheritdoc />
    public FindingDraft Finding(UnschedulablePod pod, Neighbours near, IReadOnlyList<NodeFit> left)
    {
        var volumes = Volumes(pod).ToList();
        var (claim, volume) = volumes.Find(item => !left.Any(fit => VolumePlace.Allows(item.Volume, fit.Node))) is { Volume: not null } one ? one : volumes[0];
        var place = VolumePlace.Describe(volume.Spec.NodeAffinity.Required.NodeSelectorTerms);
        var near1 = pod.Fits!.Where(fit => VolumePlace.Allows(volume, fit.Node)).Select(fit => $"node {fit.Name} {fit.Hindrance ?? "does not take it"}").ToList();
        var why = near1.Count > 0 ? Wording.List(near1, 3)
            : VolumePlace.OnlyHost(volume.Spec.NodeAffinity.Required.NodeSelectorTerms) is { } host && pod.Fits!.All(fit => fit.Name != host) ? $"there is no node {host} any more"
            : "no node is so";
        return pod.Finding(
            CauseCategories.VolumeNodeConflict,
            $"PersistentVolume {volume.Metadata.Name} (claim {claim}) of {pod.Owner} can be used only on a node with {place}, and {why}",
            $"volume node affinity {place}",
            [new Evidence.EvidenceDraft(Api.Evidence.EvidenceKind.Spec, $"persistentvolume/{volume.Metadata.Name} spec.nodeAffinity", place)],
            [new Remediation { Title = $"Can a node with {place} take the pod? Else the data must be moved to a volume elsewhere", Risk = RemediationRisk.Medium }]);
    }

    private static IEnumerable<(string Claim, string Volume)> Bound(UnschedulablePod pod) => Claims.Of(pod.Pod.Pod)
        .Select(pair => (pair.Claim, Volume: pod.File.Claims.GetValueOrDefault(pair.Claim)?.Value?.Spec?.VolumeName))
        .Where(pair => !string.IsNullOrEmpty(pair.Volume))
        .Select(pair => (pair.Claim, pair.Volume!));

    private static IEnumerable<(string Claim, V1PersistentVolume Volume)> Volumes(UnschedulablePod pod) => Bound(pod)
        .Select(pair => (pair.Claim, Found: pod.File.Facts.Get<V1PersistentVolume>(null, pair.Volume)?.Value))
        .Where(pair => pair.Found?.Spec?.NodeAffinity?.Required is not null)
        .Select(pair => (pair.Claim, pair.Found!));
}
