using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>Judges claims: why one has no volume, has lost it, does not grow, or cannot be mounted by the pods that use it.</summary>
internal sealed class ClaimAnalyzer : ObjectAnalyzer<V1PersistentVolumeClaim>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1PersistentVolumeClaim value)
    {
        if (value.Metadata?.DeletionTimestamp is not null)
            return [];
        var claim = new ClaimCase(file, reference, value);
        return value.Status?.Phase switch
        {
            "Lost" => Some(LostClaim.Judge(claim)),
            "Bound" => Some(ResizeJudge.Judge(claim) ?? ClaimUsers.Judge(claim)),
            _ => Some(PendingClaim.Judge(claim)),
        };
    }

    private static IEnumerable<FindingDraft> Some(FindingDraft? finding) => finding is null ? [] : [finding];
}
