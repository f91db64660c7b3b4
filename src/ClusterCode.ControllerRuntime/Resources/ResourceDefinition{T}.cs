using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;

namespace ClusterCode.ControllerRuntime.Resources;

/// <summary>
/// Where a kind lives in the API and how its objects are read into <typeparamref name="T"/>. The class need not be a Kubernetes model: a slim
/// projection with only the needed fields is decoded straight from the JSON and keeps the cache small.
/// </summary>
/// <typeparam name="T">The class that holds one object.</typeparam>
public sealed class ResourceDefinition<T> : ResourceDefinition
    where T : class
{
    /// <summary>Describes a kind.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="version">The version within the group.</param>
    /// <param name="kind">The kind, as in manifests.</param>
    /// <param name="plural">The plural resource name, as in URLs.</param>
    /// <param name="isNamespaced">Whether objects of this kind live in namespaces.</param>
    /// <param name="jsonTypeInfo">How one object is read and written.</param>
    /// <param name="readMetadata">Reads an object's metadata; called often, so it should only copy references.</param>
    public ResourceDefinition(
        string group,
        string version,
        string kind,
        string plural,
        bool isNamespaced,
        JsonTypeInfo<T> jsonTypeInfo,
        Func<T, ObjectMetadata> readMetadata)
        : base(group, version, kind, plural, isNamespaced)
    {
        ArgumentNullException.ThrowIfNull(jsonTypeInfo);
        ArgumentNullException.ThrowIfNull(readMetadata);
        JsonTypeInfo = jsonTypeInfo;
        ReadMetadata = readMetadata;
    }

    /// <summary>How one object is read and written.</summary>
    public JsonTypeInfo<T> JsonTypeInfo { get; }

    /// <summary>Reads an object's metadata.</summary>
    public Func<T, ObjectMetadata> ReadMetadata { get; }

    /// <summary>The object's key.</summary>
    public ObjectKey KeyOf(T obj) => ReadMetadata(obj).Key;

    /// <summary>Whether both are the same state of the same object. Versions are opaque: which of two is the newer cannot be told.</summary>
    internal bool IsSameVersion(T one, T other) => IsSameVersion(ReadMetadata(one), ReadMetadata(other));

    /// <inheritdoc cref="IsSameVersion(T, T)"/>
    internal static bool IsSameVersion(in ObjectMetadata one, in ObjectMetadata other) =>
        one.ResourceVersion is not null && one.ResourceVersion == other.ResourceVersion && one.Uid == other.Uid;

    /// <summary>A deep copy, by way of JSON, which may be changed freely.</summary>
    public T Clone(T obj) => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(obj, JsonTypeInfo), JsonTypeInfo)!;

    /// <summary>Fills in apiVersion and kind, which the items of a list lack.</summary>
    internal T Stamp(T obj)
    {
        if (obj is IKubernetesObject { Kind: null or "" } typed)
        {
            typed.ApiVersion = ApiVersion;
            typed.Kind = Kind;
        }

        return obj;
    }
}
