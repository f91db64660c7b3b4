using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering.Targets;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Connectivity;

/// <summary>Which workload a pod belongs to, told from the pod alone.</summary>
internal static partial class PodOwner
{
    /// <summary>The workload, as titles name it: the Deployment where the ReplicaSet's name tells it, else the controller, else the pod.</summary>
    public static ResourceReference Of(V1Pod pod)
    {
        var ns = pod.Metadata.NamespaceProperty;
        return pod.Controller() switch
        {
            null => Refer.To("v1", "Pod", ns, pod.Metadata.Name),
            { Kind: "ReplicaSet" } set when DeploymentOf(set.Name) is { } deployment => Refer.To("apps/v1", "Deployment", ns, deployment),
            var owner => owner.Reference(ns),
        };
    }

    /// <summary>What to follow to get the workload: a Deployment only where its name is certain, else the pod, which leads to its workload by its owners.</summary>
    public static ResourceReference ToFollow(V1Pod pod)
    {
        var owner = Of(pod);
        var isCertain = owner.Kind is "StatefulSet" or "DaemonSet" or "Job"
            || (owner.Kind == "Deployment" && pod.Metadata.Labels?.TryGetValue("pod-template-hash", out var hash) == true && pod.Controller()!.Name == $"{owner.Name}-{hash}");
        return isCertain ? owner : Refer.To("v1", "Pod", pod.Metadata.NamespaceProperty, pod.Metadata.Name);
    }

    /// <summary>Every name under which findings about the pod's workload may stand.</summary>
    public static IEnumerable<ResourceReference> Names(V1Pod pod) =>
        new[] { Of(pod), pod.Controller()?.Reference(pod.Metadata.NamespaceProperty), Refer.To("v1", "Pod", pod.Metadata.NamespaceProperty, pod.Metadata.Name) }
            .OfType<ResourceReference>().Distinct();

    /// <summary>Such as <c>Deployment web</c>.</summary>
    public static string Title(ResourceReference workload) => $"{workload.Kind} {workload.Name}";

    private static string? DeploymentOf(string replicaSet) => Hashed().Match(replicaSet) is { Success: true } match ? match.Groups["name"].Value : null;

    // The Deployment controller appends a hash of these letters (k8s.io/apimachinery/pkg/util/rand, SafeEncodeString).
    [GeneratedRegex("^(?<name>.+)-[bcdfghjklmnpqrstvwxz0-9]{5,10}$", RegexOptions.CultureInvariant)]
    private static partial Regex Hashed();
}
