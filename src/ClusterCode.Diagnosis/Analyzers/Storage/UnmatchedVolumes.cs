using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>No PersistentVolume that people made fits a claim, each for reasons of its own.</summary>
internal static class UnmatchedVolumes
{
    private const int MostVolumes = 3;

    /// <summary>The finding; null where one fits.</summary>
    public static FindingDraft? Of(ClaimCase claim, Lookup<IReadOnlyList<V1PersistentVolume>> volumes, IReadOnlyList<EventFacts> events)
    {
        if (!volumes.IsFound)
            return Unreadable(claim, volumes, events);
        List<(V1PersistentVolume Volume, IReadOnlyList<string> Reasons)> judged = [.. volumes.Value
            .Select(volume => (volume, Reasons: VolumeMismatch.Reasons(claim.Claim, volume)))
            .OrderBy(item => item.Reasons.Count)
            .ThenBy(item => item.volume.Metadata?.Name, StringComparer.Ordinal)];
        if (judged.Exists(item => item.Reasons.Count == 0))
            return null;

        // Volumes that another claim of another class holds have nothing to do with this one.
        var near = judged.Where(item => item.Reasons.Count == judged[0].Reasons.Count || item.Reasons.Count == 1).ToList();
        var why = near.Count == 0
            ? "the cluster has no PersistentVolume"
            : string.Join("; ", near.Take(MostVolumes).Select(item => $"{item.Volume.Metadata?.Name} {string.Join(" and ", item.Reasons)}"))
                + (judged.Count > Math.Min(near.Count, MostVolumes) ? $"; {judged.Count - Math.Min(near.Count, MostVolumes)} more fit less" : "");
        return Finding(claim, $"No PersistentVolume fits {claim.Title} ({Claims.Describe(claim.Claim)}): {why}", judged, events);
    }

    /// <summary>The finding for a claim that names its volume; null where that fits.</summary>
    public static FindingDraft? OfNamed(ClaimCase claim, string name, Lookup<IReadOnlyList<V1PersistentVolume>> volumes, IReadOnlyList<EventFacts> events)
    {
        if (!volumes.IsFound)
            return Unreadable(claim, volumes, events);
        if (volumes.Value.FirstOrDefault(volume => volume.Metadata?.Name == name) is not { } wanted)
        {
            var near = NearMiss.Best(name, volumes.Value.Select(volume => volume.Metadata?.Name).OfType<string>());
            return Finding(claim, $"PersistentVolume {Wording.Clip(name, 100)}, which {claim.Title} asks for by volumeName, does not exist{(near is null ? "" : $"; {near} does")}", [], events);
        }

        var reasons = VolumeMismatch.Reasons(claim.Claim, wanted);
        return reasons.Count == 0
            ? null
            : Finding(claim, $"PersistentVolume {name}, which {claim.Title} asks for by volumeName, {string.Join(" and ", reasons)}", [(wanted, reasons)], events);
    }

    private static FindingDraft? Unreadable(ClaimCase claim, Lookup<IReadOnlyList<V1PersistentVolume>> volumes, IReadOnlyList<EventFacts> events) =>
        events.FirstOrDefault(seen => seen.Reason is "FailedBinding" or "VolumeMismatch") is { } said
            ? Finding(claim, $"No PersistentVolume fits {claim.Title} ({Claims.Describe(claim.Claim)}): {Wording.Clip(said.Message)}; the operator {(volumes.IsForbidden ? "may not" : "could not")} read the volumes", [], events)
            : null;

    private static FindingDraft Finding(
        ClaimCase claim, string title, IReadOnlyList<(V1PersistentVolume Volume, IReadOnlyList<string> Reasons)> judged, IReadOnlyList<EventFacts> events)
    {
        var said = events.FirstOrDefault(seen => seen.Reason is "FailedBinding" or "VolumeMismatch");
        List<EvidenceDraft?> evidence = [said is null ? null : Cite.Event(said)];
        evidence.AddRange(judged.Take(2 * MostVolumes).Select(item => new EvidenceDraft(
            EvidenceKind.Spec,
            $"persistentvolume/{item.Volume.Metadata?.Name}",
            $"phase={item.Volume.Status?.Phase} capacity={Claims.Size(ResourceQuantities.Value(item.Volume.Spec?.Capacity, "storage"))} accessModes={string.Join('+', item.Volume.Spec?.AccessModes ?? [])} class={item.Volume.Spec?.StorageClassName} claim={item.Volume.Spec?.ClaimRef?.NamespaceProperty}/{item.Volume.Spec?.ClaimRef?.Name}")));
        return claim.Finding(
            CauseCategories.NoMatchingVolume,
            title,
            string.Join(' ', judged.SelectMany(item => item.Reasons).Distinct(StringComparer.Ordinal).Take(MostVolumes)),
            evidence,
            ClaimCase.Ask("Which side is right? Create a PersistentVolume that fits, free one, or create the claim again with what the volumes offer"));
    }
}
