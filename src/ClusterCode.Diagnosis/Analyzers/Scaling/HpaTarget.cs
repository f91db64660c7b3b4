using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scaling;

/// <summary>What a HorizontalPodAutoscaler scales.</summary>
internal static class HpaTarget
{
    private static readonly string[] ScaledKinds = ["Deployment", "StatefulSet"];

    /// <summary>The finding where it does not exist; none where it does, or what exists is not known (yet).</summary>
    /// <param name="file">The case.</param>
    /// <param name="reference">The autoscaler.</param>
    /// <param name="target">Its target.</param>
    /// <param name="evidence">The condition that says so; null where the autoscaler has no status yet.</param>
    /// <param name="message">The condition's message.</param>
    public static IEnumerable<FindingDraft> Missing(CaseFile file, ResourceReference reference, V2CrossVersionObjectReference target, EvidenceDraft? evidence, string? message)
    {
        var names = Names(file, target.Kind);
        if (names is null && IsKnownKind(target.Kind))
            yield break;
        var exists = names is { IsFound: true } && names.Value.Contains(target.Name);
        var isMissing = names is { IsFound: true } ? !exists : message?.Contains("not found", StringComparison.OrdinalIgnoreCase) == true;
        if (!isMissing && evidence is null)
            yield break;

        var near = isMissing ? NearMiss.Best(target.Name, names?.Value ?? []) : null;
        var other = isMissing && near is null ? OtherKind(file, target) : null;
        var subject = $"HorizontalPodAutoscaler {reference.Name} scales {target.Kind} {target.Name}";
        yield return new FindingDraft
        {
            Category = CauseCategories.HpaTargetMissing,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = isMissing
                ? $"{subject}, which does not exist{(near is not null ? $"; {near} does" : other is not null ? $"; a {other} of that name does" : "")}"
                : $"{subject}, whose scale cannot be read: {Wording.Clip(message)}",
            Resource = reference,
            NormalizedMessage = $"{target.Kind} {target.Name}",
            Evidence = [.. evidence is null ? Array.Empty<EvidenceDraft>() : [evidence], new EvidenceDraft(EvidenceKind.Spec, $"horizontalpodautoscaler/{reference.Name} spec.scaleTargetRef", $"apiVersion={target.ApiVersion} kind={target.Kind} name={target.Name}")],
            Remediation =
            [
                new Remediation
                {
                    Title = near is not null ? $"Is {near} meant? Then correct spec.scaleTargetRef.name" : other is not null ? $"Is {other} {target.Name} meant? Then correct spec.scaleTargetRef.kind" : "What should it scale? Correct spec.scaleTargetRef",
                    Command = Kubectl.Of("edit hpa", file.Namespace, reference.Name),
                    Risk = RemediationRisk.Low,
                },
            ],
        };
    }

    /// <summary>A reference to the target.</summary>
    public static ResourceReference Reference(CaseFile file, V2CrossVersionObjectReference target) =>
        new() { ApiVersion = target.ApiVersion, Kind = target.Kind, Namespace = file.Namespace, Name = target.Name };

    private static bool IsKnownKind(string kind) => kind is "Deployment" or "StatefulSet" or "ReplicaSet";

    private static Lookup<IReadOnlyList<string>>? Names(CaseFile file, string kind) => kind switch
    {
        "Deployment" => file.Facts.Names<V1Deployment>(file.Namespace),
        "StatefulSet" => file.Facts.Names<V1StatefulSet>(file.Namespace),
        "ReplicaSet" => file.Facts.Names<V1ReplicaSet>(file.Namespace),
        _ => null,
    };

    private static string? OtherKind(CaseFile file, V2CrossVersionObjectReference target) =>
        ScaledKinds.FirstOrDefault(k => k != target.Kind && Names(file, k) is { IsFound: true } names && names.Value.Contains(target.Name));
}
