using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Scheduling;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>Judges volumes: one that failed, that no node can use, or whose claim is in trouble.</summary>
internal sealed class PersistentVolumeAnalyzer : ObjectAnalyzer<V1PersistentVolume>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1PersistentVolume value)
    {
        if (value.Metadata?.DeletionTimestamp is not null)
            yield break;
        var status = new EvidenceDraft(EvidenceKind.Status, $"persistentvolume/{reference.Name} status", $"phase={value.Status?.Phase} message={Wording.Clip(value.Status?.Message)}");
        if (value.Status?.Phase == "Failed")
            yield return Draft(reference, CauseCategories.ProvisioningFailed, Severity.Critical, $"PersistentVolume {reference.Name} has failed: {Wording.Clip(value.Status.Message ?? value.Status.Reason ?? "its reclaim did not succeed")}", status);
        if (value is { Status.Phase: "Released", Spec.ClaimRef: { } gone })
        {
            yield return Draft(
                reference, CauseCategories.NoMatchingVolume, Severity.Warning,
                $"PersistentVolume {reference.Name} is Released: claim {gone.NamespaceProperty}/{gone.Name} is deleted, and no other claim gets the volume while spec.claimRef refers to it", status);
        }

        if (Unreachable(file, reference, value) is { } unreachable)
            yield return unreachable;
        if (value.Spec?.ClaimRef is not { } held || held.NamespaceProperty != file.Namespace || value.Status?.Phase == "Released"
            || file.Facts.Get<V1PersistentVolumeClaim>(held.NamespaceProperty, held.Name) is not { IsFound: true } claim)
            yield break;
        var own = new ClaimCase(file, Claims.Reference(held.NamespaceProperty, held.Name), claim.Value);
        if ((ResizeJudge.Judge(own) ?? ClaimUsers.Judge(own)) is { } finding)
            yield return finding;
    }

    private static FindingDraft? Unreachable(CaseFile file, ResourceReference reference, V1PersistentVolume volume)
    {
        if (volume.Spec?.NodeAffinity?.Required?.NodeSelectorTerms is not { Count: > 0 } terms || file.Facts.List<V1Node>(null) is not { IsFound: true } nodes)
            return null;
        if (nodes.Value.Any(node => terms.Any(term => NodeSelection.Unsatisfied(term, node).Count == 0)))
            return null;
        var wanted = VolumePlace.Describe(terms);
        return Draft(
            reference, CauseCategories.VolumeNodeConflict, Severity.Critical, $"PersistentVolume {reference.Name} can be used only on a node with {wanted}, and no node is so",
            new EvidenceDraft(EvidenceKind.Spec, $"persistentvolume/{reference.Name} spec.nodeAffinity", wanted));
    }

    private static FindingDraft Draft(ResourceReference reference, string category, Severity severity, string title, EvidenceDraft evidence) => new()
    {
        Category = category,
        Severity = severity,
        Confidence = Confidence.High,
        Title = title,
        Resource = reference,
        NormalizedMessage = LogDigest.Normalize(category),
        Evidence = [evidence],
    };
}
