using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Quotas;

/// <summary>Judges a ServiceAccount that was asked about: the pull secrets that it gives to its pods must exist.</summary>
internal sealed class ServiceAccountAnalyzer : ObjectAnalyzer<V1ServiceAccount>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1ServiceAccount value)
    {
        var wanted = (value.ImagePullSecrets ?? []).Select(s => s.Name).OfType<string>().ToList();
        if (wanted.Count == 0 || file.Facts.Names<V1Secret>(file.Namespace) is not { IsFound: true } secrets)
            yield break;
        foreach (var name in wanted.Where(n => !secrets.Value.Contains(n)))
        {
            var near = NearMiss.Best(name, secrets.Value);
            yield return new FindingDraft
            {
                Category = CauseCategories.MissingSecret,
                Severity = Severity.Warning,
                Confidence = Confidence.High,
                Title = $"Secret {file.Namespace}/{name}, with which pods of ServiceAccount {reference.Name} pull images (imagePullSecrets), does not exist{(near is null ? "" : $"; {near} does")}",
                Resource = new ResourceReference { ApiVersion = "v1", Kind = "Secret", Namespace = file.Namespace, Name = name },
                NormalizedMessage = name,
                Evidence = [new EvidenceDraft(EvidenceKind.Spec, $"serviceaccount/{reference.Name} imagePullSecrets", string.Join(", ", wanted))],
                Remediation = [new Remediation { Title = near is null ? $"Create Secret {name}, or take it out of imagePullSecrets" : $"Is {near} meant? Then correct imagePullSecrets", Command = Kubectl.Of("edit serviceaccount", file.Namespace, reference.Name), Risk = RemediationRisk.Low }],
            };
        }
    }
}
