using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>The claim was bound, and its volume is gone or belongs to another claim.</summary>
internal static class LostClaim
{
    /// <summary>The finding; null while the volume is being looked up.</summary>
    public static FindingDraft? Judge(ClaimCase claim)
    {
        if (claim.Claim.Spec?.VolumeName is not { Length: > 0 } name)
            return Finding(claim, $"{claim.Title} has lost its volume", "no volume", null);
        if (claim.File.Facts.Get<V1PersistentVolume>(null, name) is not { } volume)
            return null;
        var evidence = new EvidenceDraft(EvidenceKind.Status, $"persistentvolume/{name}", volume.IsFound
            ? $"phase={volume.Value.Status?.Phase} claimRef={volume.Value.Spec?.ClaimRef?.NamespaceProperty}/{volume.Value.Spec?.ClaimRef?.Name}"
            : volume.IsMissing ? "not found" : $"not read: {Wording.Clip(volume.Message)}");
        var why = volume switch
        {
            { IsMissing: true } => $"its PersistentVolume {name} does not exist any more",
            { IsFound: true, Value.Spec.ClaimRef: { } held } when held.Name != claim.Reference.Name || held.NamespaceProperty != claim.Reference.Namespace =>
                $"its PersistentVolume {name} belongs to claim {held.NamespaceProperty}/{held.Name}",
            { IsFound: true, Value.Spec.ClaimRef: { Uid: { Length: > 0 } uid } } when uid != claim.Claim.Metadata?.Uid =>
                $"its PersistentVolume {name} belongs to an earlier claim of this name (spec.claimRef.uid differs)",
            { IsFound: true } => $"its PersistentVolume {name} is {volume.Value.Status?.Phase} and does not refer to it",
            { IsForbidden: true } => $"its PersistentVolume was {name}, which the operator may not read",
            _ => $"its PersistentVolume was {name}, which could not be read",
        };
        return Finding(claim, $"{claim.Title} is Lost: {why}", name, evidence);
    }

    private static FindingDraft Finding(ClaimCase claim, string title, string says, EvidenceDraft? evidence) => claim.Finding(
        CauseCategories.ClaimLost,
        title,
        says,
        [evidence],
        ClaimCase.Ask("Is the data in a backup, or on the storage still? A lost claim does not come back: restore the PersistentVolume, or delete the claim and create it again", risk: RemediationRisk.High));
}
