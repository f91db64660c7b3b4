using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>Why one node does not take a pod, stage by stage as the scheduler filters.</summary>
/// <param name="Node">The node.</param>
/// <param name="UnmatchedLabels">Labels of nodeSelector that it lacks.</param>
/// <param name="SatisfiesAffinity">False where the required node affinity excludes it.</param>
/// <param name="Taints">Taints that the pod does not tolerate.</param>
/// <param name="Shortages">Resources that it cannot give, or, where the use of nodes is not known, could not give even when empty.</param>
internal sealed record NodeFit(
    V1Node Node, IReadOnlyList<KeyValuePair<string, string>> UnmatchedLabels, bool SatisfiesAffinity, IReadOnlyList<V1Taint> Taints, IReadOnlyList<Shortage> Shortages)
{
    private const string Pods = "pods";

    /// <summary>The node's name.</summary>
    public string Name => Node.Metadata?.Name ?? "";

    /// <summary>Its labels are what the pod asks for.</summary>
    public bool IsSelected => UnmatchedLabels.Count == 0 && SatisfiesAffinity;

    /// <summary>Why it does not take the pod, to follow its name, such as <c>is cordoned</c>; null where nothing of its own speaks against it.</summary>
    public string? Hindrance => this switch
    {
        { UnmatchedLabels: [var label, ..] } => $"lacks label {label.Key}={label.Value}",
        { SatisfiesAffinity: false } => "is excluded by the required node affinity",
        { Taints: [{ Key: Scheduling.Taints.Cordoned }, ..] } => "is cordoned",
        { Taints: [var taint, ..] } when Scheduling.Taints.NotReady.Contains(taint.Key) => "is not ready",
        { Taints: [var taint, ..] } => $"has taint {Scheduling.Taints.Describe(taint)}",
        { Shortages: [var shortage, ..] } => $"has {ResourceQuantities.Format(shortage.Resource, shortage.Free)} {shortage.Resource} free of {ResourceQuantities.Format(shortage.Resource, shortage.Allocatable)}, {ResourceQuantities.Format(shortage.Resource, shortage.Requested)} is requested",
        _ => null,
    };

    /// <summary>Judges a node for a pod.</summary>
    public static NodeFit Of(V1Node node, V1PodSpec? spec, IReadOnlyDictionary<string, decimal> requests, IReadOnlyDictionary<string, NodeUsage>? usage) => new(
        node,
        [.. NodeSelection.Unmatched(spec, node)],
        NodeSelection.SatisfiesAffinity(spec, node),
        Scheduling.Taints.Untolerated(spec, node),
        [.. Shortage(node, requests, usage)]);

    /// <summary>What the node gives of a resource to this pod, short or not.</summary>
    public static Shortage Room(V1Node node, string resource, decimal requested, IReadOnlyDictionary<string, NodeUsage>? usage)
    {
        var allocatable = ResourceQuantities.Value(node.Status?.Allocatable, resource) ?? 0;
        var used = usage is not null && node.Metadata?.Name is { } name && usage.TryGetValue(name, out var on)
            ? resource == Pods ? on.Pods : on.Requests.GetValueOrDefault(resource)
            : (decimal?)null;
        return new Shortage(resource, requested, allocatable, used);
    }

    private static IEnumerable<Shortage> Shortage(V1Node node, IReadOnlyDictionary<string, decimal> requests, IReadOnlyDictionary<string, NodeUsage>? usage) => requests
        .Where(pair => pair.Value > 0)
        .Append(new KeyValuePair<string, decimal>(Pods, 1))
        .Select(pair => Room(node, pair.Key, pair.Value, usage))
        .Where(room => room.Requested > room.Free && (room.Resource != Pods || room.Allocatable > 0));
}
