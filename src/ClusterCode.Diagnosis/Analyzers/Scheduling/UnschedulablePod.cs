using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>A pod without a node, with what the scheduler and the nodes say.</summary>
internal sealed record UnschedulablePod(CaseFile File, WorkloadFacts Workload, PodFacts Pod, V1PodCondition Condition)
{
    /// <summary>What the scheduler counts for the pod.</summary>
    public IReadOnlyDictionary<string, decimal> Requests { get; } = ResourceQuantities.Requests(Pod.Pod.Spec);

    /// <summary>Each node's verdict; null where the nodes could not be read.</summary>
    public IReadOnlyList<NodeFit>? Fits { get; } = File.Nodes is { IsFound: true } nodes
        ? [.. nodes.Value.Select(node => NodeFit.Of(node, Pod.Pod.Spec, ResourceQuantities.Requests(Pod.Pod.Spec), File.NodeUsage))]
        : null;

    /// <summary>The scheduler's message.</summary>
    public string Message => Condition.Message ?? "";

    /// <summary>The pod waits for its claims, whatever the nodes are like.</summary>
    public bool IsHeldUpByVolumes =>
        Message.Contains("persistentvolumeclaim", StringComparison.OrdinalIgnoreCase) || Message.Contains("persistent volumes to bind", StringComparison.OrdinalIgnoreCase);

    /// <summary>The workload, as titles name it.</summary>
    public string Owner => $"{Workload.Reference.Kind} {Workload.Reference.Name}";

    /// <summary>A finding about the pod.</summary>
    public FindingDraft Finding(string category, string title, string says, IEnumerable<EvidenceDraft> evidence, IEnumerable<Remediation> remediation) => new()
    {
        Category = category,
        Severity = Severity.Critical,
        Confidence = Confidence.High,
        Title = title,
        Resource = Workload.Reference,
        Pod = Pod.Name,
        NormalizedMessage = LogDigest.Normalize(says),
        Explanation = $"The scheduler says: {Wording.Clip(Message, 2 * Wording.LongestQuote)}",
        Evidence = [Cite.Condition(Pod, Condition), .. evidence],
        Remediation = [.. remediation],
    };
}
