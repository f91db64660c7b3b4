using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>A volume of a pod, by whichever name a message calls it.</summary>
/// <param name="Name">The pod's name of it.</param>
/// <param name="Source">Such as <c>hostPath /data</c>.</param>
/// <param name="Claim">The claim, where it is one.</param>
/// <param name="Bound">The claim as it was read.</param>
internal sealed record PodVolume(string Name, string Source, ResourceReference? Claim, V1PersistentVolumeClaim? Bound)
{
    /// <summary>Finds it; null where the pod has no such volume.</summary>
    public static PodVolume? Of(CaseFile file, PodFacts pod, string? name)
    {
        if (name is null)
            return null;
        foreach (var (volume, claim) in Claims.Of(pod.Pod))
        {
            var bound = file.Claims.GetValueOrDefault(claim)?.Value;
            if (volume == name || bound?.Spec?.VolumeName == name)
                return new PodVolume(volume, $"PersistentVolumeClaim {claim}", Claims.Reference(file.Namespace, claim), bound);
        }

        // A pod with one claim has no other volume that a PersistentVolume's name could mean.
        if ((pod.Pod.Spec?.Volumes ?? []).FirstOrDefault(item => item?.Name == name) is { } own)
            return new PodVolume(name, SourceOf(own), null, null);
        return Claims.Of(pod.Pod).ToList() is [var only] && file.Claims.GetValueOrDefault(only.Claim)?.IsFound != true
            ? new PodVolume(only.Volume, $"PersistentVolumeClaim {only.Claim}", Claims.Reference(file.Namespace, only.Claim), null)
            : null;
    }

    private static string SourceOf(V1Volume volume) => volume switch
    {
        { HostPath: { } host } => $"hostPath {Wording.Clip(host.Path, 120)}{(string.IsNullOrEmpty(host.Type) ? "" : $" of type {host.Type}")}",
        { Nfs: { } nfs } => $"NFS {Wording.Clip(nfs.Server, 80)}:{Wording.Clip(nfs.Path, 120)}",
        { Csi: { } csi } => $"CSI driver {Wording.Clip(csi.Driver, 80)}",
        { ConfigMap: { } map } => $"ConfigMap {map.Name}",
        { Secret: { } secret } => $"Secret {secret.SecretName}",
        { Projected: not null } => "projected",
        { EmptyDir: not null } => "emptyDir",
        _ => "volume",
    };
}
