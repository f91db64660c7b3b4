using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Redaction;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>Copies of objects that may be kept: those kinds whose texts are free (a pod's environment, a ConfigMap's values) with their secrets redacted.</summary>
internal sealed class ObjectSanitizer(ISecretRedactor redactor)
{
    private readonly PodSanitizer _pods = new(redactor);

    /// <summary>The copy; the object itself where its kind has no free texts.</summary>
    public T Sanitize<T>(T value)
        where T : class, IKubernetesObject<V1ObjectMeta> => value switch
        {
            V1Pod pod => (T)(object)_pods.Sanitize(pod),
            V1ConfigMap map => (T)(object)Sanitize(map),
            _ => value,
        };

    private V1ConfigMap Sanitize(V1ConfigMap map) => map with
    {
        Metadata = map.Metadata with { Annotations = null },
        Data = map.Data?.ToDictionary(d => d.Key, d => redactor.RedactValue(d.Key, TextBounds.Cut(TextBounds.Clean(d.Value ?? ""), GatheringLimits.ConfigValueBytes)), StringComparer.Ordinal),
        BinaryData = map.BinaryData?.ToDictionary(d => d.Key, _ => Array.Empty<byte>(), StringComparer.Ordinal),
    };
}
