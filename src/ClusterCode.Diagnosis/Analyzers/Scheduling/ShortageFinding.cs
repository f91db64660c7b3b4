using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>No node that the pod may run on has room for it.</summary>
internal static class ShortageFinding
{
    private const int MostNodesCited = 5;

    /// <summary>The finding; null where every one of the nodes seems to have room.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="open">The nodes that its selectors and tolerations allow.</param>
    public static FindingDraft? Of(UnschedulablePod pod, IReadOnlyList<NodeFit> open)
    {
        var resource = Resource(pod, open);
        if (resource is null)
            return null;

        var requested = resource == "pods" ? 1 : pod.Requests.GetValueOrDefault(resource);
        var rooms = open.Select(fit => (fit.Name, Room: NodeFit.Room(fit.Node, resource, requested, pod.File.NodeUsage))).ToList();
        var category = resource switch
        {
            ResourceQuantities.Cpu => CauseCategories.InsufficientCpu,
            ResourceQuantities.Memory => CauseCategories.InsufficientMemory,
            "pods" => CauseCategories.InsufficientPods,
            _ => CauseCategories.InsufficientExtendedResource,
        };
        List<EvidenceDraft> evidence =
        [
            Cite.Spec(pod.Pod, "containers[*].resources.requests", string.Join(", ", pod.Requests.Select(pair => $"{pair.Key}={ResourceQuantities.Format(pair.Key, pair.Value)}"))),
            .. rooms.OrderByDescending(item => item.Room.Free).Take(MostNodesCited).Select(item => NodeEvidence(item.Name, item.Room)),
        ];
        return pod.Finding(category, Title(pod, open, resource, requested, rooms) + Elsewhere(pod, open), resource, evidence, Remediations(pod, resource, rooms));
    }

    /// <summary>What the scheduler's message names, if the pod asks for it; else what most nodes lack.</summary>
    private static string? Resource(UnschedulablePod pod, IReadOnlyList<NodeFit> open)
    {
        var filters = SchedulerMessage.Filters(pod.Message);
        if (filters.Contains("Too many pods", StringComparison.OrdinalIgnoreCase))
            return "pods";
        var told = pod.Requests.Keys.Where(resource => filters.Contains($"Insufficient {resource}", StringComparison.OrdinalIgnoreCase)).ToHashSet(StringComparer.Ordinal);
        var short_ = open.SelectMany(fit => fit.Shortages).Where(shortage => told.Count == 0 || told.Contains(shortage.Resource)).ToList();
        return short_.Count == 0
            ? told.Order(StringComparer.Ordinal).FirstOrDefault()
            : short_.GroupBy(shortage => shortage.Resource).OrderByDescending(group => group.Count(shortage => shortage.IsImpossible)).ThenByDescending(group => group.Count()).First().Key;
    }

    private static string Title(UnschedulablePod pod, IReadOnlyList<NodeFit> open, string resource, decimal requested, List<(string Name, Shortage Room)> rooms)
    {
        var none = open.Count == pod.Fits!.Count ? "No node" : $"None of the {Wording.Count(open.Count, "node")} that it may run on";
        var amount = Amount(resource, requested);
        var largest = rooms.MaxBy(item => item.Room.Allocatable).Room.Allocatable;
        if (resource == "pods")
            return $"{none} has room for another pod: {pod.Owner} needs one more, and {Wording.List(rooms.Select(item => $"{item.Name} holds {Wording.Number(item.Room.Used ?? item.Room.Allocatable)} of {Wording.Number(item.Room.Allocatable)}"), 3)}";
        if (largest == 0)
            return $"{none} offers {resource}: {pod.Owner} requests {amount}{Silent(open, resource)}";
        var value = ResourceQuantities.Format(resource, requested);
        if (rooms.TrueForAll(item => item.Room.IsImpossible))
            return $"{none} has {amount}, even if it were empty: {pod.Owner} requests {value}, the largest node offers {ResourceQuantities.Format(resource, largest)}{Meant(resource, requested, largest)}";
        var (name, freest) = rooms.MaxBy(item => item.Room.Free);
        return freest.Used is null
            ? $"{none} has {amount} free now: {pod.Owner} requests {value}; the largest node offers {ResourceQuantities.Format(resource, largest)} in all, and other pods hold too much of it"
            : $"{none} has {amount} free now: {pod.Owner} requests {value}, the freest node ({name}) has {ResourceQuantities.Format(resource, freest.Free)} of {ResourceQuantities.Format(resource, freest.Allocatable)} left";
    }

    // A device plugin that stopped leaves its resource on the node with nothing in it (kubernetes.io/docs, device plugins).
    private static string Silent(IReadOnlyList<NodeFit> open, string resource)
    {
        var known = open.Where(fit => fit.Node.Status?.Capacity?.ContainsKey(resource) == true).Select(fit => fit.Name).ToList();
        return known.Count == 0 ? "" : $"; {(known.Count == 1 ? "node" : "nodes")} {Wording.List(known, 3)} had it, and now its device plugin reports none there";
    }

    // A forgotten "m": nobody asks for hundreds of processors where a node has a few.
    private static string Meant(string resource, decimal requested, decimal largest) =>
        resource == ResourceQuantities.Cpu && requested >= 100 && requested == decimal.Floor(requested) && requested / 1000 <= largest ? $"; {Wording.Number(requested)}m is probably meant" : "";

    // What would be nearest to fit: a node with room that only its own state, or a taint, closes to the pod.
    private static string Elsewhere(UnschedulablePod pod, IReadOnlyList<NodeFit> open)
    {
        var closed = pod.Fits!.Where(fit => fit.IsSelected && fit.Shortages.Count == 0 && fit.Taints.Count > 0 && !open.Contains(fit)).Select(fit => $"node {fit.Name} would have room, but {fit.Hindrance}").ToList();
        return closed.Count == 0 || pod.File.NodeUsage is null ? "" : $"; {Wording.List(closed, 2)}";
    }

    private static string Amount(string resource, decimal value) => $"{ResourceQuantities.Format(resource, value)} {(resource == ResourceQuantities.Cpu ? "CPU" : resource)}";

    private static EvidenceDraft NodeEvidence(string node, Shortage room) => new(
        EvidenceKind.Status,
        $"node/{node} status.allocatable",
        $"{room.Resource}={ResourceQuantities.Format(room.Resource, room.Allocatable)} requested by pods={(room.Used is { } used ? ResourceQuantities.Format(room.Resource, used) : "not known")}");

    private static IEnumerable<Remediation> Remediations(UnschedulablePod pod, string resource, List<(string Name, Shortage Room)> rooms)
    {
        var most = ResourceQuantities.Format(resource, rooms.Max(item => item.Room.Free));
        yield return new Remediation
        {
            Title = rooms.TrueForAll(item => item.Room.Allocatable == 0)
                ? $"Is there a node with {resource}, and does its device plugin run there? Else {pod.Owner} must do without it"
                : rooms.TrueForAll(item => item.Room.IsImpossible)
                ? $"How much {resource} does {pod.Owner} really need? Nothing above {most} fits; else the cluster needs a larger node"
                : $"Lower the request of {pod.Owner} to what is free ({most}), free a node, or add one",
            Risk = RemediationRisk.Medium,
        };
    }
}
