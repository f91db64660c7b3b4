using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>
/// The pods of the namespace that are on nodes, and the nodes: what affinity, anti-affinity and spread are judged by. Terms that name other namespaces cannot be
/// judged by them and are left to the scheduler's message.
/// </summary>
internal sealed class Neighbours
{
    private readonly Dictionary<string, V1Node> _nodes;

    private Neighbours(IReadOnlyList<V1Pod> all, IEnumerable<V1Node> nodes)
    {
        All = all;
        Placed = [.. all.Where(pod => !string.IsNullOrEmpty(pod.Spec?.NodeName) && pod.Status?.Phase is not ("Succeeded" or "Failed"))];
        _nodes = nodes.Where(node => node.Metadata?.Name is not null).DistinctBy(node => node.Metadata.Name).ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal);
    }

    /// <summary>All pods of the namespace.</summary>
    public IReadOnlyList<V1Pod> All { get; }

    /// <summary>Those on a node that have not ended.</summary>
    public IReadOnlyList<V1Pod> Placed { get; }

    /// <summary>Reads them; null while they are not known, or where they may not be read.</summary>
    public static Neighbours? Of(CaseFile file, IReadOnlyList<NodeFit> fits) =>
        file.Facts.List<V1Pod>(file.Namespace) is { IsFound: true } pods ? new Neighbours(pods.Value, fits.Select(fit => fit.Node)) : null;

    /// <summary>The value of a topology key where a pod runs; null where its node is not known or has no such label.</summary>
    public string? Domain(V1Pod pod, string? key) => _nodes.TryGetValue(pod.Spec?.NodeName ?? "", out var node) ? NodeSelection.Label(node, key) : null;

    /// <summary>The pods that a term means.</summary>
    public IEnumerable<V1Pod> Matching(V1PodAffinityTerm term) => Placed.Where(pod => LabelText.Selects(term.LabelSelector, pod.Metadata?.Labels));

    /// <summary>True where the term is about the pod's own namespace only.</summary>
    public static bool IsLocal(V1PodAffinityTerm? term, string ns) =>
        term is { NamespaceSelector: null } && (term.Namespaces is null or { Count: 0 } || term.Namespaces.All(name => name == ns));
}
