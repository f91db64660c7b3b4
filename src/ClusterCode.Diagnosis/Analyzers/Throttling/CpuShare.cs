using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Views.Metrics;
using EvidenceKind = ClusterCode.Api.Evidence.EvidenceKind;

namespace ClusterCode.Diagnosis.Analyzers.Throttling;

/// <summary>How much of its CPU limit a container uses, as measured.</summary>
/// <param name="Limit">The limit, in cores.</param>
/// <param name="Used">The use, in cores.</param>
/// <param name="Measured">The measurement.</param>
internal sealed record CpuShare(decimal Limit, decimal Used, PodUsage Measured)
{
    /// <summary>
    /// From this share on a container counts as held back. The kernel stops it as soon as its quota of a 100 ms period is spent, so that the average cannot exceed
    /// the limit, and comes this near to it only where most periods end that way.
    /// </summary>
    private const decimal HeldBack = 0.95m;

    /// <summary>True where the container would use more if it might.</summary>
    public bool IsHeldBack => Used >= Limit * HeldBack;

    /// <summary>The limit as people write it.</summary>
    public string LimitText => ResourceQuantities.Format(ResourceQuantities.Cpu, Limit);

    /// <summary>The use as people write it, and over which time it was measured.</summary>
    public string UsedText => $"{ResourceQuantities.Format(ResourceQuantities.Cpu, Used)}{(string.IsNullOrEmpty(Measured.Window) ? "" : $" on average over {Wording.Clip(Measured.Window, 20)}")}";

    /// <summary>True where a container has a CPU limit, so that its use is worth asking for.</summary>
    public static bool IsLimited(ContainerFacts container) => LimitOf(container) > 0;

    /// <summary>The share of a container; null where it has no limit, or its use is not known (yet).</summary>
    public static CpuShare? Of(CaseFile file, PodFacts pod, ContainerFacts container)
    {
        if (LimitOf(container) is not (> 0 and var limit) || file.Facts.Get<PodUsage>(pod.Pod.Metadata.NamespaceProperty, pod.Name) is not { IsFound: true, Value: var measured })
            return null;
        var used = measured.Containers?.FirstOrDefault(item => item?.Name == container.Name)?.Usage;
        return ResourceQuantities.Value(used, ResourceQuantities.Cpu) is { } cores ? new CpuShare(limit, cores, measured) : null;
    }

    /// <summary>The measurement as evidence.</summary>
    public EvidenceDraft Cite(PodFacts pod, ContainerFacts container) => new(
        EvidenceKind.Status, $"podmetrics/{pod.Name} containers[{container.Name}].usage.cpu", UsedText, Measured.Timestamp);

    private static decimal? LimitOf(ContainerFacts container) => ResourceQuantities.Value(container.Spec.Resources?.Limits, ResourceQuantities.Cpu);
}
