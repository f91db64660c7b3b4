namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>Filters the nodes that are left further, by other pods, ports and volumes, one filter after the other.</summary>
internal static class PlacementFinding
{
    // What the pod's own rules forbid comes before what merely happens to be full.
    private static readonly IPlacementFilter[] Filters = [new VolumeNodeFilter(), new AntiAffinityFilter(), new PodAffinityFilter(), new TopologySpreadFilter(), new HostPortFilter()];

    /// <summary>The finding of the filter that leaves no node; null where some are left.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="open">The nodes that its selectors and tolerations allow; those that all filters leave afterwards.</param>
    public static FindingDraft? Of(UnschedulablePod pod, ref IReadOnlyList<NodeFit> open)
    {
        var concerned = Filters.Where(filter => filter.Concerns(pod)).ToList();
        if (concerned.Count == 0 || Neighbours.Of(pod.File, pod.Fits!) is not { } near)
            return null;
        foreach (var filter in concerned)
        {
            IReadOnlyList<NodeFit> left = [.. open.Where(fit => filter.Allows(pod, near, fit))];
            if (left.Count == 0)
                return filter.Finding(pod, near, open);
            open = left;
        }

        return null;
    }
}
