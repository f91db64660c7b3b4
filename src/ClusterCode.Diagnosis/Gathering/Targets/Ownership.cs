using ClusterCode.Api.Findings;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>Who owns what.</summary>
internal static class Ownership
{
    /// <summary>The owner that controls the object.</summary>
    public static V1OwnerReference? Controller(this IKubernetesObject<V1ObjectMeta> value) =>
        value.Metadata.OwnerReferences?.FirstOrDefault(o => o.Controller == true);

    /// <summary>Whether the object is controlled by the one with this uid.</summary>
    public static bool IsControlledBy(this IKubernetesObject<V1ObjectMeta> value, string? uid) => uid is not null && value.Controller()?.Uid == uid;

    /// <summary>A reference to an owner; owners stand in the namespace of what they own, but for nodes (which own static pods).</summary>
    public static ResourceReference Reference(this V1OwnerReference owner, string? ns) => new()
    {
        ApiVersion = owner.ApiVersion,
        Kind = owner.Kind,
        Namespace = owner.Kind == "Node" ? null : ns,
        Name = owner.Name,
    };

    /// <summary>A reference to an object.</summary>
    public static ResourceReference Reference(this IKubernetesObject<V1ObjectMeta> value, string kind) => new()
    {
        ApiVersion = TargetKinds.ApiVersionOf(kind),
        Kind = kind,
        Namespace = value.Metadata.NamespaceProperty,
        Name = value.Metadata.Name,
    };
}
