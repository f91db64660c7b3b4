using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Nodes;

/// <summary>What is wrong with a node, by its conditions.</summary>
internal static class NodeTrouble
{
    // Conditions that the kubelet sets, and those of node-problem-detector's own configuration (kernel-monitor.json, custom-plugin-monitor.json).
    private static readonly (string Type, string Category)[] Pressures =
    [
        ("MemoryPressure", CauseCategories.MemoryPressure),
        ("DiskPressure", CauseCategories.DiskPressure),
        ("PIDPressure", CauseCategories.PidPressure),
        ("NetworkUnavailable", CauseCategories.NodeNotReady),
        ("ReadonlyFilesystem", CauseCategories.ReadOnlyFilesystem),
        ("NTPProblem", CauseCategories.NodeClockSkew),
        ("KernelDeadlock", CauseCategories.NodeNotReady),
    ];

    // Stable parts of the Ready condition's message, and the component that they tell of. The first that occurs counts.
    private static readonly (string Text, string Component)[] Components =
    [
        ("Kubelet stopped posting node status", "the kubelet has stopped reporting"),
        ("Kubelet never posted node status", "the kubelet has never reported"),
        ("cni plugin not initialized", "the network plugin (CNI) is not ready"),
        ("cni config uninitialized", "the network plugin (CNI) is not ready"),
        ("NetworkPluginNotReady", "the network plugin (CNI) is not ready"),
        ("PLEG is not healthy", "the container runtime does not answer (PLEG is not healthy)"),
        ("container runtime is down", "the container runtime is down"),
        ("runtime status check may not have completed", "the container runtime does not answer"),
        ("CSINode is not yet initialized", "the kubelet has not registered with CSI yet"),
    ];

    /// <summary>The Ready condition.</summary>
    public static V1NodeCondition? Ready(V1Node node) => (node.Status?.Conditions ?? []).FirstOrDefault(condition => condition?.Type == "Ready");

    /// <summary>True where the node does not report that it is ready.</summary>
    public static bool IsNotReady(V1Node node) => Ready(node) is { Status: not "True" };

    /// <summary>The conditions that are as they should not be, but for Ready.</summary>
    public static IEnumerable<(V1NodeCondition Condition, string Category)> Bad(V1Node node) =>
        from condition in node.Status?.Conditions ?? []
        where condition?.Status == "True"
        let row = Pressures.FirstOrDefault(item => item.Type == condition.Type)
        where row.Type is not null
        select (condition, row.Category);

    /// <summary>What a node that is not ready suffers from, such as <c>the kubelet has stopped reporting</c>.</summary>
    public static string Component(V1NodeCondition ready)
    {
        var known = Components.FirstOrDefault(row => ready.Message?.Contains(row.Text, StringComparison.OrdinalIgnoreCase) == true).Component;
        return known ?? (Wording.Clip(ready.Message) is { Length: > 0 } message ? message : ready.Status == "Unknown" ? "the kubelet has stopped reporting" : $"its Ready condition is {ready.Status} ({ready.Reason})");
    }

    /// <summary>A phrase to follow the node's name, such as <c>has not been ready for 10 min: the kubelet has stopped reporting</c>; null where it is ready, or not known.</summary>
    public static string? Of(Lookup<V1Node>? found, string? name, DateTimeOffset now) => found switch
    {
        null => null,
        { IsMissing: true } when !string.IsNullOrEmpty(name) => "does not exist any more",
        { IsFound: true } when Ready(found.Value) is { Status: not "True" } ready => $"{Since(ready, now)}: {Component(ready)}",
        _ => null,
    };

    /// <summary>Such as <c>has not been ready for 10 min</c>.</summary>
    public static string Since(V1NodeCondition ready, DateTimeOffset now) =>
        ready.LastTransitionTime is { } at ? $"has not been ready for {Wording.Duration(now.UtcDateTime - at)}" : "is not ready";
}
