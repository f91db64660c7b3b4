using System.Globalization;
using System.Text.Json;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.IntendedStates;

/// <summary>The replicas that the manifest which kubectl applied last asks for. Of that manifest nothing else is kept: it repeats the environment.</summary>
internal static class AppliedReplicas
{
    /// <summary>kubectl keeps the applied manifest in this annotation.</summary>
    public const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The number; null where the object was not applied so, or its manifest leaves it open.</summary>
    public static int? Of(V1ObjectMeta metadata)
    {
        if (metadata.Annotations is null || !metadata.Annotations.TryGetValue(Annotation, out var manifest))
            return null;
        try
        {
            using var document = JsonDocument.Parse(manifest);
            return document.RootElement.TryGetProperty("spec", out var spec) && spec.TryGetProperty("replicas", out var replicas) && replicas.TryGetInt32(out var number) ? number : null;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Annotations with the manifest reduced to its replicas, or without it.</summary>
    public static IDictionary<string, string>? Reduce(V1ObjectMeta metadata)
    {
        if (metadata.Annotations?.ContainsKey(Annotation) != true)
            return metadata.Annotations;
        var kept = metadata.Annotations.Where(a => a.Key != Annotation).ToDictionary(StringComparer.Ordinal);
        if (Of(metadata) is { } replicas)
            kept[Annotation] = string.Create(CultureInfo.InvariantCulture, $"{{\"spec\":{{\"replicas\":{replicas}}}}}");
        return kept;
    }
}
