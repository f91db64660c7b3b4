using System.Text.Json;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views.Dynamic;

/// <summary>An object of a kind without a model.</summary>
public sealed class ClusterObject : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc />
    public required string ApiVersion { get; set; }

    /// <inheritdoc />
    public required string Kind { get; set; }

    /// <inheritdoc />
    public required V1ObjectMeta Metadata { get; set; }

    /// <summary>The whole object.</summary>
    public required JsonElement Document { get; init; }

    /// <summary>Reads an object; its metadata is decoded, the rest is kept as it is.</summary>
    /// <exception cref="JsonException">Its metadata is not what the API defines.</exception>
    internal static ClusterObject Read(JsonElement document, ServedKind kind)
    {
        var metadata = document.TryGetProperty("metadata", out var given) && given.ValueKind == JsonValueKind.Object
            ? (V1ObjectMeta?)given.Deserialize(ClusterObjectsJsonContext.Default.GetTypeInfo(typeof(V1ObjectMeta))!)
            : null;
        metadata ??= new V1ObjectMeta();
        metadata.ManagedFields = null;
        return new ClusterObject { ApiVersion = kind.ApiVersion, Kind = kind.Kind, Metadata = metadata, Document = document.Clone() };
    }
}
