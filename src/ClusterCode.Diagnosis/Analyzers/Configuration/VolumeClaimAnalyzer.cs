using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>Judges pods whose claim does not exist.</summary>
internal sealed class VolumeClaimAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null && pod.Containers.All(container => container.NeverRan())))
        {
            foreach (var volume in pod.Pod.Spec?.Volumes ?? [])
            {
                if (volume?.PersistentVolumeClaim?.ClaimName is not { Length: > 0 } claim)
                    continue;
                var seen = pod.Events.FirstOrDefault(item => item.Message.Contains($"persistentvolumeclaim \"{claim}\" not found", StringComparison.Ordinal));
                var known = file.Claims.GetValueOrDefault(claim);
                if (known is { IsMissing: true } || (seen is not null && known is not { IsFound: true }))
                {
                    // Names of other claims that exist, for what is probably meant.
                    if (file.Facts.Names<V1PersistentVolumeClaim>(file.Namespace) is { } names)
                        yield return Finding(file, workload, pod, volume.Name, claim, seen, names.Value ?? []);
                }
            }
        }
    }

    private static FindingDraft Finding(CaseFile file, WorkloadFacts workload, PodFacts pod, string volume, string claim, EventFacts? seen, IReadOnlyList<string> names)
    {
        var near = NearMiss.Best(claim, file.Claims.Where(pair => pair.Value.IsFound).Select(pair => pair.Key).Union(names, StringComparer.Ordinal));
        List<EvidenceDraft> evidence = [Cite.Spec(pod, $"volumes[{volume}].persistentVolumeClaim", $"claimName={claim}"), new(EvidenceKind.Status, $"persistentvolumeclaim/{claim} in namespace {file.Namespace}", "not found")];
        if (seen is not null)
            evidence.Insert(0, Cite.Event(seen));
        return new FindingDraft
        {
            Category = CauseCategories.MissingVolumeClaim,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = $"PersistentVolumeClaim {file.Namespace}/{claim} does not exist (volume {volume} of {workload.Reference.Kind} {workload.Reference.Name}){(near is null ? "" : $"; {near} does")}",
            Resource = new ResourceReference { ApiVersion = "v1", Kind = "PersistentVolumeClaim", Namespace = file.Namespace, Name = claim },
            Pod = pod.Name,
            NormalizedMessage = claim,
            Evidence = evidence,
            Remediation =
            [
                new Remediation
                {
                    Title = near is null ? $"How much storage of which class should claim {claim} ask for? Create it" : $"Is claim {near} meant? Then correct claimName of volume {volume}",
                    Risk = RemediationRisk.Low,
                },
            ],
        };
    }
}
