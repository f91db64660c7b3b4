using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>
/// Maps for <c>Watches</c> that find an object's owner where an owner reference cannot name it: in another namespace, or of a cluster-scoped child. The object names its
/// owner in an annotation or in labels. An object that does not, or not well, concerns nobody.
/// </summary>
public static class Mappings
{
    /// <summary>The owner is named by an annotation, as <c>namespace/name</c>, or as <c>name</c> when it is cluster-scoped.</summary>
    public static Func<T, IEnumerable<ObjectKey>> Annotation<T>(string annotation)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(annotation);
        return obj => MetadataValues.Of(obj.Metadata.Annotations, annotation)?.Split('/') switch
        {
            [{ Length: > 0 } name] => [new ObjectKey(null, name)],
            [{ Length: > 0 } ns, { Length: > 0 } name] => [new ObjectKey(ns, name)],
            _ => [],
        };
    }

    /// <summary>The owner is named by labels, whose values cannot hold a slash: one for its name and one for its namespace.</summary>
    /// <param name="nameLabel">The label with the owner's name.</param>
    /// <param name="namespaceLabel">The label with the owner's namespace; null when the owner is cluster-scoped.</param>
    public static Func<T, IEnumerable<ObjectKey>> Labels<T>(string nameLabel, string? namespaceLabel = null)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameLabel);
        return obj =>
        {
            var name = MetadataValues.Of(obj.Metadata.Labels, nameLabel);
            var ns = namespaceLabel is null ? null : MetadataValues.Of(obj.Metadata.Labels, namespaceLabel);
            return string.IsNullOrEmpty(name) || (namespaceLabel is not null && string.IsNullOrEmpty(ns)) ? [] : [new ObjectKey(ns, name)];
        };
    }
}
