using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Quotas;

/// <summary>Judges a ResourceQuota that was asked about: what of it is used up, so that nothing more of the kind can be created.</summary>
internal sealed class ResourceQuotaAnalyzer : ObjectAnalyzer<V1ResourceQuota>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1ResourceQuota value)
    {
        var hard = value.Status?.Hard ?? value.Spec?.Hard ?? new Dictionary<string, ResourceQuantity>();

        // A bound of zero is a prohibition and is never used up.
        var full = hard
            .Select(h => (Resource: h.Key, Hard: ResourceQuantities.Value(h.Value), Used: ResourceQuantities.Value(value.Status?.Used, h.Key)))
            .Where(h => h.Hard > 0 && h.Used >= h.Hard)
            .Select(h => $"{h.Resource} ({value.Status!.Used[h.Resource]} of {hard[h.Resource]})")
            .ToList();
        if (full.Count == 0)
            yield break;
        yield return new FindingDraft
        {
            Category = CauseCategories.QuotaExceeded,
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            Title = $"ResourceQuota {file.Namespace}/{reference.Name} is used up in {Wording.List(full)}: whatever needs more of it cannot be created",
            Resource = reference,
            NormalizedMessage = reference.Name,
            Evidence = [new EvidenceDraft(EvidenceKind.Status, $"resourcequota/{reference.Name} status", string.Join("; ", hard.Select(h => $"{h.Key}: used {(value.Status?.Used?.TryGetValue(h.Key, out var used) == true ? used.ToString() : "?")} of {h.Value}")))],
            Remediation = [new Remediation { Title = $"What in namespace {file.Namespace} is not needed? Else raise spec.hard", Command = Kubectl.Of("edit resourcequota", file.Namespace, reference.Name), Risk = RemediationRisk.Medium }],
        };
    }
}
