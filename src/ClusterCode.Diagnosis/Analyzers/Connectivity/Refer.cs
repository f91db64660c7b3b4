using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Connectivity;

/// <summary>References to the objects that a connection runs through, and taking them into the case.</summary>
internal static class Refer
{
    /// <summary>A Service.</summary>
    public static ResourceReference Service(string ns, string name) => To("v1", "Service", ns, name);

    /// <summary>An Ingress.</summary>
    public static ResourceReference Ingress(string ns, string name) => To("networking.k8s.io/v1", "Ingress", ns, name);

    /// <summary>A NetworkPolicy.</summary>
    public static ResourceReference NetworkPolicy(V1NetworkPolicy policy) => To("networking.k8s.io/v1", "NetworkPolicy", policy.Metadata.NamespaceProperty, policy.Metadata.Name);

    /// <summary>Any object.</summary>
    public static ResourceReference To(string apiVersion, string kind, string? ns, string name) => new() { ApiVersion = apiVersion, Kind = kind, Namespace = ns, Name = name };

    /// <summary>Takes an object into the case unless it is in it: following costs requests even where nothing new comes of it.</summary>
    public static void Follow(this CaseFile file, ResourceReference about)
    {
        if (!file.Workloads.Any(w => IsSame(w.Reference, about) || w.Owners.Any(o => IsSame(o, about)) || (about.Kind == "Pod" && w.Pods.Any(p => p.Name == about.Name)))
            && !file.Objects.Any(o => IsSame(o.Reference, about)))
        {
            file.Facts.Follow(about);
        }
    }

    /// <summary>True where the diagnosis was asked about this object and no other, so that a request more for it is well spent.</summary>
    public static bool IsAskedAlone(this CaseFile file, string kind, string name) =>
        file.Objects.Count(o => !o.IsFollowed) == 1 && file.Objects.Any(o => !o.IsFollowed && o.Reference.Kind == kind && o.Reference.Name == name);

    /// <summary>True where the case came to this object on the way to a cause.</summary>
    public static bool IsFollowed(this CaseFile file, string kind, string name) =>
        file.Objects.Any(o => o.IsFollowed && o.Reference.Kind == kind && o.Reference.Name == name);

    private static bool IsSame(ResourceReference one, ResourceReference other) => one.Kind == other.Kind && one.Name == other.Name && one.Namespace == other.Namespace;
}
