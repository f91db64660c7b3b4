using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Analyzers.IntendedStates;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Redaction;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>Copies of objects that may be kept: those kinds whose texts are free (the environment of pods and pod templates, a ConfigMap's values) with their secrets redacted.</summary>
internal sealed class ObjectSanitizer(ISecretRedactor redactor)
{
    private readonly PodSanitizer _pods = new(redactor);

    /// <summary>The copy; the object itself where its kind has no free texts.</summary>
    public T Sanitize<T>(T value)
        where T : class, IKubernetesObject<V1ObjectMeta> => value switch
        {
            V1Pod pod => (T)(object)_pods.Sanitize(pod),
            V1ConfigMap map => (T)(object)Sanitize(map),
            V1Deployment { Spec: { } spec } d => (T)(object)(d with { Metadata = Reduce(d.Metadata), Spec = spec with { Template = Sanitize(spec.Template) } }),
            V1StatefulSet { Spec: { } spec } s => (T)(object)(s with { Metadata = Reduce(s.Metadata), Spec = spec with { Template = Sanitize(spec.Template) } }),
            V1DaemonSet { Spec: { } spec } d => (T)(object)(d with { Metadata = Reduce(d.Metadata), Spec = spec with { Template = Sanitize(spec.Template) } }),
            V1ReplicaSet { Spec: { } spec } r => (T)(object)(r with { Metadata = Reduce(r.Metadata), Spec = spec with { Template = Sanitize(spec.Template) } }),
            V1ControllerRevision revision => (T)(object)(revision with { Metadata = Reduce(revision.Metadata), Data = RevisionTemplate.Of(revision) is { } template ? Sanitize(template) : null }),
            _ => value,
        };

    private V1PodTemplateSpec? Sanitize(V1PodTemplateSpec? template) => template is null ? null : template with { Spec = _pods.Sanitize(template.Spec) };

    private static V1ObjectMeta Reduce(V1ObjectMeta metadata) => metadata with { Annotations = AppliedReplicas.Reduce(metadata) };

    private V1ConfigMap Sanitize(V1ConfigMap map) => map with
    {
        Metadata = map.Metadata with { Annotations = null },
        Data = map.Data?.ToDictionary(d => d.Key, d => redactor.RedactValue(d.Key, TextBounds.Cut(TextBounds.Clean(d.Value ?? ""), GatheringLimits.ConfigValueBytes)), StringComparer.Ordinal),
        BinaryData = map.BinaryData?.ToDictionary(d => d.Key, _ => Array.Empty<byte>(), StringComparer.Ordinal),
    };
}
