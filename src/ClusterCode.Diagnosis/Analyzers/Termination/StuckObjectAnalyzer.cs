using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Objects;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Termination;

/// <summary>Judges objects and controllers that were deleted and do not go, by the finalizers that hold them.</summary>
internal sealed class StuckObjectAnalyzer : IObjectAnalyzer, IAnalyzer
{
    private const string ClaimProtection = "kubernetes.io/pvc-protection";

    /// <summary>What Kubernetes' own finalizers wait for (Kubernetes' documentation of finalizers).</summary>
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["kubernetes.io/pv-protection"] = "a claim is still bound to it",
        ["foregroundDeletion"] = "what it owns is not gone yet",
        ["orphan"] = "what it owns is not set free yet",
        ["service.kubernetes.io/load-balancer-cleanup"] = "the cloud's load balancer is not taken down yet",
    };

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, CaseObject subject) =>
        subject.Value is not V1Namespace && Judge(file, subject.Reference, subject.Value) is { } finding ? [finding] : [];

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload) =>
        workload.Controller is { } controller && Judge(file, workload.Reference, controller) is { } finding ? [finding] : [];

    private static FindingDraft? Judge(CaseFile file, ResourceReference reference, IKubernetesObject<V1ObjectMeta> value)
    {
        if (Overdue.Since(value.Metadata, file.Now) is not { } since || value.Metadata.Finalizers is not { Count: > 0 } finalizers)
            return null;
        if (Why(file, value, finalizers) is not { } why)
            return null;
        return new FindingDraft
        {
            Category = CauseCategories.StuckTerminating,
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            Title = $"{reference.Kind} {reference.Name} was deleted {Wording.Duration(since)} ago and still terminates: {why}",
            Resource = reference,
            NormalizedMessage = string.Join(',', finalizers),
            Evidence = [new EvidenceDraft(EvidenceKind.Status, $"{reference.Kind.ToLowerInvariant()}/{reference.Name} metadata", Overdue.Text(value.Metadata), value.Metadata.DeletionTimestamp)],
            Remediation = [new Remediation { Title = $"What must be done before {Wording.Clip(finalizers[0], 120)} is removed? Take the finalizer out by hand only if nothing will ever do it", Risk = RemediationRisk.High }],
        };
    }

    // Null while the pods are not known yet.
    private static string? Why(CaseFile file, IKubernetesObject<V1ObjectMeta> value, IList<string> finalizers)
    {
        if (value is V1PersistentVolumeClaim && finalizers.Contains(ClaimProtection))
        {
            if (file.Facts.List<V1Pod>(file.Namespace) is not { } pods)
                return null;
            var users = (pods.Value ?? []).Where(p => p.Spec is not null && PodReferences.Of(p).Claims.Contains(value.Metadata.Name)).Select(p => p.Metadata.Name).ToList();
            return users.Count > 0 ? $"{(users.Count == 1 ? "pod" : "pods")} {Wording.List(users, 3)} still {(users.Count == 1 ? "uses" : "use")} it (finalizer {ClaimProtection})" : $"finalizer {ClaimProtection} is not removed, although no pod that can be seen uses it";
        }

        var claim = value is V1PersistentVolume { Spec.ClaimRef: { } bound } ? $" ({bound.NamespaceProperty}/{bound.Name})" : "";
        var known = finalizers.FirstOrDefault(Meanings.ContainsKey);
        return known is not null
            ? $"{Meanings[known]}{claim} (finalizer {known})"
            : $"{(finalizers.Count == 1 ? "finalizer" : "finalizers")} {Wording.List(finalizers, 3)} {(finalizers.Count == 1 ? "is" : "are")} not removed by its controller";
    }
}
