using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Surroundings;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>The ports of the node that the pod asks for.</summary>
internal sealed class HostPortFilter : IPlacementFilter
{
    /// <inheritdoc />
    public bool Concerns(UnschedulablePod pod) => PodRequests.Ports(pod.Pod.Pod).Any();

    /// <inheritdoc />
    public bool Allows(UnschedulablePod pod, Neighbours near, NodeFit fit) => Conflict(pod, near, fit) is null;

    /// <inheritdoc />
    public FindingDraft Finding(UnschedulablePod pod, Neighbours near, IReadOnlyList<NodeFit> left)
    {
        var held = left.Select(fit => (fit.Name, Port: Conflict(pod, near, fit)!)).ToList();
        var port = held[0].Port.Port.ToString(CultureInfo.InvariantCulture);
        var where = held.Count == 1 ? "the only node that it may run on" : "every node that it may run on";
        return pod.Finding(
            CauseCategories.HostPortConflict,
            $"hostPort {port} of {pod.Owner} is taken on {where}: by pod {Wording.List(held.Select(item => $"{item.Port.Pod} on {item.Name}"), 3)}",
            $"hostPort {port}",
            [Cite.Spec(pod.Pod, "containers[*].ports[*].hostPort", port)],
            [new Remediation { Title = $"Does {pod.Owner} need a port of the node? A Service needs none; else choose another hostPort, or have no more replicas than nodes", Risk = RemediationRisk.Medium }]);
    }

    private static HeldPort? Conflict(UnschedulablePod pod, Neighbours near, NodeFit fit)
    {
        var wanted = PodRequests.Ports(pod.Pod.Pod).ToList();
        var held = pod.File.NodeUsage?.GetValueOrDefault(fit.Name)?.Ports
            ?? [.. near.Placed.Where(other => other.Spec.NodeName == fit.Name).SelectMany(PodRequests.Ports)];
        return held.FirstOrDefault(port => wanted.Exists(port.Excludes));
    }
}
