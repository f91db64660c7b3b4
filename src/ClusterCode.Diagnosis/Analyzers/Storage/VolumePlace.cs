using ClusterCode.Diagnosis.Analyzers.Scheduling;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>Where a volume can be used.</summary>
internal static class VolumePlace
{
    /// <summary>Whether the volume can be used on a node.</summary>
    public static bool Allows(V1PersistentVolume volume, V1Node node) =>
        volume.Spec?.NodeAffinity?.Required?.NodeSelectorTerms is not { Count: > 0 } terms || terms.Any(term => term is not null && NodeSelection.Unsatisfied(term, node).Count == 0);

    /// <summary>The one node on which a local volume lies; null for volumes that several nodes may use.</summary>
    public static string? OnlyHost(IList<V1NodeSelectorTerm> terms) =>
        terms is [{ MatchExpressions: [{ Key: "kubernetes.io/hostname", OperatorProperty: "In", Values: [var host] }] }] ? host : null;

    /// <summary>Such as <c>topology.kubernetes.io/zone In [eu-1b]</c>.</summary>
    public static string Describe(IEnumerable<V1NodeSelectorTerm> terms) => Wording.Clip(string.Join(
        " or ",
        terms.Where(term => term is not null).Select(term => string.Join(" and ", (term.MatchExpressions ?? []).Concat(term.MatchFields ?? []).Select(NodeSelection.Describe)))));
}
