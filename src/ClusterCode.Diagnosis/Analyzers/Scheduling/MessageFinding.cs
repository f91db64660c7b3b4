using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>The scheduler's message alone tells why: the nodes may not be read, or the reason lies in other objects.</summary>
internal static class MessageFinding
{
    /// <summary>The finding; null where the message tells a reason that is for others to name, such as a missing claim.</summary>
    public static FindingDraft? Of(UnschedulablePod pod)
    {
        if (pod.Message.Contains("no nodes available", StringComparison.OrdinalIgnoreCase) || pod.Message.StartsWith("0/0 ", StringComparison.Ordinal))
            return pod.Finding(CauseCategories.NodeNotReady, $"The cluster has no node that {pod.Owner} could run on: none is registered", "no nodes", [], []);
        if (SchedulerMessage.Category(pod.Message) is not { } category)
            return null;
        var filters = SchedulerMessage.Filters(pod.Message);
        return pod.Finding(category, $"No node takes {pod.Owner}: {Wording.Clip(filters)}{Asked(pod, category)}", filters, [], []);
    }

    private static string Asked(UnschedulablePod pod, string category)
    {
        var spec = pod.Pod.Pod.Spec;
        return category switch
        {
            CauseCategories.NodeSelectorMismatch when spec?.NodeSelector is { Count: > 0 } selector => $" (nodeSelector {Wording.List(selector.Select(pair => $"{pair.Key}={pair.Value}"))})",
            CauseCategories.InsufficientCpu => Requested(pod, ResourceQuantities.Cpu),
            CauseCategories.InsufficientMemory => Requested(pod, ResourceQuantities.Memory),
            CauseCategories.InsufficientExtendedResource => Requested(pod, pod.Requests.Keys.FirstOrDefault(resource => pod.Message.Contains($"Insufficient {resource}", StringComparison.OrdinalIgnoreCase))),
            CauseCategories.AntiAffinityUnsatisfied => " (its required podAntiAffinity)",
            _ => "",
        };
    }

    private static string Requested(UnschedulablePod pod, string? resource) =>
        resource is not null && pod.Requests.TryGetValue(resource, out var value) ? $"; it requests {ResourceQuantities.Format(resource, value)} {resource}" : "";
}
