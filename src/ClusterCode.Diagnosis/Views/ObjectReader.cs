using System.Text.Json;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views;

/// <summary>Decodes objects of the API, without what no diagnosis needs (most of managedFields) and without what none may have (values of Secrets).</summary>
internal static class ObjectReader
{
    /// <summary>Reads one object.</summary>
    public static T Read<T>(JsonElement element, ApiResource resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var value = typeof(T) == typeof(V1Secret) ? (T)(object)ReadSecret(element) : Deserialize<T>(element);
        value.Kind = resource.Kind;
        value.ApiVersion ??= resource.Group.Length == 0 ? resource.Version : $"{resource.Group}/{resource.Version}";
        value.Metadata ??= new V1ObjectMeta();
        value.Metadata.ManagedFields = ManagedFields.Kept<T>(value.Metadata.ManagedFields);
        return value;
    }

    /// <summary>Reads the items of a list.</summary>
    public static IReadOnlyList<T> ReadList<T>(JsonElement list, ApiResource resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (!list.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var found = new List<T>(items.GetArrayLength());
        foreach (var item in items.EnumerateArray())
        {
            found.Add(Read<T>(item, resource));
        }

        return found;
    }

    /// <summary>The token of the next page; null on the last one.</summary>
    public static string? Continue(JsonElement list) =>
        list.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("continue", out var next) && next.GetString() is { Length: > 0 } token ? token : null;

    private static T Deserialize<T>(JsonElement element)
    {
        var metadata = ClusterObjectsJsonContext.Default.GetTypeInfo(typeof(T))
            ?? throw new NotSupportedException($"{typeof(T).Name} is not listed in {nameof(ClusterObjectsJsonContext)}");
        return (T)element.Deserialize(metadata)!;
    }

    // Only names of keys leave the document, whose buffer is cleared when it is disposed. Annotations may repeat the values (kubectl apply).
    private static V1Secret ReadSecret(JsonElement element)
    {
        var metadata = Deserialize<V1ObjectMeta>(element.GetProperty("metadata"));
        metadata.Annotations = null;
        metadata.ManagedFields = ManagedFields.Kept<V1Secret>(metadata.ManagedFields);
        return new V1Secret
        {
            Metadata = metadata,
            Type = element.TryGetProperty("type", out var type) ? type.GetString() : null,
            Data = element.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                ? data.EnumerateObject().ToDictionary(p => p.Name, _ => Array.Empty<byte>(), StringComparer.Ordinal)
                : [],
        };
    }
}
