using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>Judges a StorageClass by what becomes of the namespace's claims of it.</summary>
internal sealed class StorageClassAnalyzer : ObjectAnalyzer<V1StorageClass>
{
    /// <summary>One claim that fails tells of the class as well as all.</summary>
    private const int MostClaims = 3;

    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1StorageClass value)
    {
        if (file.Facts.List<V1PersistentVolumeClaim>(file.Namespace) is not { IsFound: true } claims)
            return [];
        return claims.Value
            .Where(claim => claim.Status?.Phase == "Pending" && claim.Metadata?.DeletionTimestamp is null && Claims.ClassOf(claim) == reference.Name)
            .Take(MostClaims)
            .Select(claim => PendingClaim.Judge(new ClaimCase(file, Claims.Reference(file.Namespace, claim.Metadata.Name), claim)))
            .OfType<FindingDraft>();
    }
}
