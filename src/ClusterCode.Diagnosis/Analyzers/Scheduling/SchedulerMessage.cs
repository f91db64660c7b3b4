using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>Reads the scheduler's message of the PodScheduled condition.</summary>
internal static partial class SchedulerMessage
{
    // Stable parts of the filters' reasons, v1.20 to v1.36. The order is the precedence where several nodes fail for several reasons
    // and the nodes cannot be read: what the pod's own spec asks for comes before the state of the nodes, and room comes last.
    private static readonly (string Text, string Category)[] Table =
    [
        ("node affinity/selector", CauseCategories.NodeSelectorMismatch),
        ("node selector", CauseCategories.NodeSelectorMismatch),
        ("Pod's node affinity", CauseCategories.NodeSelectorMismatch),
        ("didn't match pod anti-affinity", CauseCategories.AntiAffinityUnsatisfied),
        ("existing pods anti-affinity", CauseCategories.AntiAffinityUnsatisfied),
        ("didn't match pod affinity rules", CauseCategories.PodAffinityUnsatisfied),
        ("pod affinity/anti-affinity", CauseCategories.AntiAffinityUnsatisfied),
        ("didn't match pod affinity", CauseCategories.PodAffinityUnsatisfied),
        ("topology spread", CauseCategories.TopologySpreadUnsatisfied),
        ("free ports for the requested pod ports", CauseCategories.HostPortConflict),
        ("volume node affinity conflict", CauseCategories.VolumeNodeConflict),
        ("no available volume zone", CauseCategories.VolumeNodeConflict),
        ("exceed max volume count", CauseCategories.VolumeAttachFailed),
        ("did not have enough free storage", CauseCategories.ProvisioningFailed),
        ("node(s) were unschedulable", CauseCategories.NodeCordoned),
        ("node.kubernetes.io/unschedulable", CauseCategories.NodeCordoned),
        ("node.kubernetes.io/not-ready", CauseCategories.NodeNotReady),
        ("node.kubernetes.io/unreachable", CauseCategories.NodeNotReady),
        ("node.kubernetes.io/memory-pressure", CauseCategories.MemoryPressure),
        ("node.kubernetes.io/disk-pressure", CauseCategories.DiskPressure),
        ("node.kubernetes.io/pid-pressure", CauseCategories.PidPressure),
        ("taint", CauseCategories.TaintNotTolerated),
        ("Insufficient memory", CauseCategories.InsufficientMemory),
        ("Insufficient cpu", CauseCategories.InsufficientCpu),
        ("Insufficient pods", CauseCategories.InsufficientPods),
        ("Too many pods", CauseCategories.InsufficientPods),
        ("Insufficient ", CauseCategories.InsufficientExtendedResource),
    ];

    /// <summary>The category of the message; null where it tells another reason.</summary>
    public static string? Category(string message)
    {
        var filters = Filters(message);
        return Table.FirstOrDefault(row => filters.Contains(row.Text, StringComparison.OrdinalIgnoreCase)).Category;
    }

    /// <summary>The reasons of the filters, without the count of nodes before and the words on preemption after.</summary>
    public static string Filters(string message)
    {
        var text = Wording.Clip(message, 1000);
        foreach (var end in (string[])[" preemption:", " no new claims"])
        {
            var at = text.IndexOf(end, StringComparison.Ordinal);
            if (at > 0)
                text = text[..at];
        }

        var match = Head().Match(text);
        return text[match.Length..].Trim().TrimEnd('.', ',', ';');
    }

    [GeneratedRegex("""^\d+/\d+ nodes are available: """, RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
