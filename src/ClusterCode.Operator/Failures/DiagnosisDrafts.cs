using System.Globalization;
using ClusterCode.Api;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Metadata;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Policies;
using k8s.Models;

namespace ClusterCode.Operator.Failures;

/// <summary>Writes the DiagnosisRequest that a failure makes. Pure: the same failure gives the same object, name included.</summary>
internal static class DiagnosisDrafts
{
    /// <summary>Annotation that keeps the <see cref="FailureSignature"/> which the diagnosis is about.</summary>
    public const string SignatureAnnotation = ClusterCodeApi.Group + "/failure-signature";

    /// <summary>The object to create.</summary>
    /// <param name="workload">The failing workload.</param>
    /// <param name="match">The policy and the failures that are due.</param>
    /// <param name="signature">The signature of those failures.</param>
    /// <param name="owner">The workload as an owner, so that the diagnosis goes with it; null where it could not be read.</param>
    public static DiagnosisRequest Create(WorkloadKey workload, PolicyMatch match, string signature, V1OwnerReference? owner)
    {
        var failure = match.Due[0];
        var annotations = new Dictionary<string, string>
        {
            [AnnotationNames.Trigger] = failure.Trigger.ToString(),
            [SignatureAnnotation] = signature,
        };
        if (failure.Container is { } container)
            annotations[AnnotationNames.Container] = container;
        return new DiagnosisRequest
        {
            Metadata = new V1ObjectMeta
            {
                Name = workload.DiagnosisName(),
                NamespaceProperty = workload.Namespace,
                Labels = new Dictionary<string, string>
                {
                    [LabelNames.ManagedBy] = LabelNames.ManagedByValue,
                    [LabelNames.Policy] = match.Policy.Metadata.Name,
                    [LabelNames.Failure] = workload.Hash(),
                },
                Annotations = annotations,
                OwnerReferences = owner is null ? null : [owner],
            },
            Spec = new DiagnosisRequestSpec
            {
                Target = new DiagnosisTarget { ApiVersion = owner?.ApiVersion, Kind = workload.Kind, Name = workload.Name },
                Depth = match.Policy.Spec.Depth,
                LlmRef = match.Policy.Spec.LlmRef,
                TtlSecondsAfterFinished = match.Policy.Spec.TtlSecondsAfterFinished,
            },
        };
    }

    /// <summary>The annotations that ask for another diagnosis, because the workload fails in another way or again.</summary>
    public static MetadataPatch RequestAgain(string signature, DateTime now) => new(new AnnotationsPatch(new Dictionary<string, string>
    {
        [SignatureAnnotation] = signature,
        [AnnotationNames.RequestedAt] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    }));

    /// <summary>The workload whose failures a DiagnosisRequest of a policy is about, or null for one that a user made.</summary>
    public static WorkloadKey? WorkloadOf(DiagnosisRequest diagnosis)
    {
        if (diagnosis.Metadata.Labels?.TryGetValue(LabelNames.Failure, out var hash) != true || diagnosis.Spec.Target is not { } target)
            return null;
        var apiVersion = target.ApiVersion ?? "";
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash > 0 ? apiVersion[..slash] : GroupOfKind(target.Kind);
        var key = new WorkloadKey(diagnosis.Metadata.NamespaceProperty, group, target.Kind, target.Name);
        return key.Hash() == hash ? key : null;
    }

    private static string GroupOfKind(string kind) => kind switch
    {
        "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" => "apps",
        "Job" or "CronJob" => "batch",
        _ => "",
    };
}
