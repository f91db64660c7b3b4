using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using ClusterCode.ControllerRuntime.Serialization;
using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Resources;

/// <summary>Where a kind lives in the API, whatever class its objects are read into.</summary>
public abstract class ResourceDefinition
{
    private protected ResourceDefinition(string group, string version, string kind, string plural, bool isNamespaced)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentException.ThrowIfNullOrWhiteSpace(plural);
        Group = group;
        Version = version;
        Kind = kind;
        Plural = plural;
        IsNamespaced = isNamespaced;
    }

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; }

    /// <summary>The version within the group, as <c>v1</c>.</summary>
    public string Version { get; }

    /// <summary>The kind, as in manifests.</summary>
    public string Kind { get; }

    /// <summary>The plural resource name, as in URLs and RBAC rules.</summary>
    public string Plural { get; }

    /// <summary>Whether objects of this kind live in namespaces.</summary>
    public bool IsNamespaced { get; }

    /// <summary><c>group/version</c>, or only the version in the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>
    /// The definition of a class that carries <see cref="KubernetesEntityAttribute"/>, as all of the client's models do.
    /// </summary>
    /// <param name="jsonTypeInfo">How the class is read and written; when null, the client's own metadata, which falls back to reflection for unknown classes.</param>
    /// <param name="isNamespaced">The kind's scope; when null, known for the built-in kinds and taken as namespaced for all others.</param>
    /// <exception cref="ArgumentException">The class has no <see cref="KubernetesEntityAttribute"/>, or one without a plural name.</exception>
    public static ResourceDefinition<T> For<T>(JsonTypeInfo<T>? jsonTypeInfo = null, bool? isNamespaced = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var entity = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new ArgumentException($"{typeof(T)} has no [KubernetesEntity]: add it, or construct a ResourceDefinition<{typeof(T).Name}> with group, version, kind and plural.");
        if (string.IsNullOrEmpty(entity.PluralName))
            throw new ArgumentException($"[KubernetesEntity] of {typeof(T)} has no PluralName, and the API's URLs need it: set it to the CRD's spec.names.plural.");
        return new ResourceDefinition<T>(
            entity.Group ?? "",
            entity.ApiVersion,
            entity.Kind,
            entity.PluralName,
            isNamespaced ?? !ClusterScopedKinds.Contains(entity.Group ?? "", entity.PluralName),
            jsonTypeInfo ?? KubernetesJsonOptions.TypeInfo<T>(),
            ReadMetadata);

        static ObjectMetadata ReadMetadata(T obj) => new(
            obj.Metadata.NamespaceProperty,
            obj.Metadata.Name,
            obj.Metadata.Uid,
            obj.Metadata.ResourceVersion,
            obj.Metadata.Generation,
            obj.Metadata.DeletionTimestamp is { } time ? new DateTimeOffset(time.ToUniversalTime()) : null);
    }

    /// <inheritdoc/>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
