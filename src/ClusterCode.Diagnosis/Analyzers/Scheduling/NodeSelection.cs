using System.Globalization;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>Whether a node satisfies what a pod asks of its labels, as the scheduler judges it.</summary>
internal static class NodeSelection
{
    /// <summary>The labels of nodeSelector that the node does not carry.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Unmatched(V1PodSpec? spec, V1Node node) =>
        (spec?.NodeSelector ?? new Dictionary<string, string>()).Where(pair => Label(node, pair.Key) != pair.Value);

    /// <summary>True where the required node affinity is absent, or one of its terms holds.</summary>
    public static bool SatisfiesAffinity(V1PodSpec? spec, V1Node node) =>
        Terms(spec) is not { Count: > 0 } terms || terms.Any(term => IsNotEmpty(term) && Unsatisfied(term, node).Count == 0);

    /// <summary>The terms of the required node affinity; null where there is none.</summary>
    public static IList<V1NodeSelectorTerm>? Terms(V1PodSpec? spec) =>
        spec?.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms;

    /// <summary>The requirements of a term that the node does not satisfy.</summary>
    public static IReadOnlyList<V1NodeSelectorRequirement> Unsatisfied(V1NodeSelectorTerm term, V1Node node) =>
    [
        .. (term.MatchExpressions ?? []).Where(requirement => !Holds(requirement, Label(node, requirement.Key))),
        .. (term.MatchFields ?? []).Where(requirement => !Holds(requirement, requirement.Key == "metadata.name" ? node.Metadata?.Name : null)),
    ];

    /// <summary>Such as <c>topology.kubernetes.io/zone In [a, b]</c>.</summary>
    public static string Describe(V1NodeSelectorRequirement requirement) =>
        requirement.Values is { Count: > 0 } values ? $"{requirement.Key} {requirement.OperatorProperty} [{string.Join(", ", values.Take(5))}]" : $"{requirement.Key} {requirement.OperatorProperty}";

    /// <summary>The node's value of a label; null where it has none.</summary>
    public static string? Label(V1Node node, string? key) => key is not null && node.Metadata?.Labels is { } labels && labels.TryGetValue(key, out var value) ? value : null;

    private static bool IsNotEmpty(V1NodeSelectorTerm? term) => term is { MatchExpressions.Count: > 0 } or { MatchFields.Count: > 0 };

    private static bool Holds(V1NodeSelectorRequirement requirement, string? value) => requirement.OperatorProperty switch
    {
        "In" => value is not null && requirement.Values?.Contains(value) == true,
        "NotIn" => value is null || requirement.Values?.Contains(value) != true,
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(value, requirement) > 0,
        "Lt" => Compare(value, requirement) < 0,
        _ => false,
    };

    /// <summary>Zero, which satisfies neither Gt nor Lt, where one side is no number.</summary>
    private static int Compare(string? value, V1NodeSelectorRequirement requirement) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var actual)
        && long.TryParse(requirement.Values?.FirstOrDefault(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wanted)
            ? actual.CompareTo(wanted)
            : 0;
}
