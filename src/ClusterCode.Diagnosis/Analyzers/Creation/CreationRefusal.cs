using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>The API server refused to create a workload's pods: its words, and all that their judges look at.</summary>
/// <param name="File">The case.</param>
/// <param name="Workload">The workload that lacks pods.</param>
/// <param name="Message">The API server's words.</param>
/// <param name="Evidence">The event or condition that holds them.</param>
internal sealed record CreationRefusal(CaseFile File, WorkloadFacts Workload, string Message, EvidenceDraft Evidence)
{
    /// <summary>Such as <c>Deployment jobs</c>.</summary>
    public string Who => $"{Workload.Reference.Kind} {Workload.Reference.Name}";

    /// <summary>What follows from it, such as <c>Deployment jobs has 1 of 3 pods</c>.</summary>
    public string Effect => Workload switch
    {
        { DesiredReplicas: { } wanted } when wanted > Workload.PodCount => $"{Who} has {Workload.PodCount} of {Wording.Count(wanted, "pod")}",
        { Job: not null } => $"{Who} cannot create its pod",
        _ => $"{Who} cannot create the pods of its new revision",
    };

    /// <summary>Pods that are still to be created; at least one.</summary>
    public int Lacking => Math.Max(1, (Workload.DesiredReplicas ?? 1) - Workload.PodCount);

    /// <summary>A finding of it.</summary>
    /// <param name="category">The category.</param>
    /// <param name="title">One sentence.</param>
    /// <param name="resource">The object at fault; null: the workload.</param>
    /// <param name="says">What identifies it beyond its category.</param>
    public FindingDraft Finding(string category, string title, ResourceReference? resource = null, string? says = null) => new()
    {
        Category = category,
        Severity = Workload.ReadyPodCount > 0 ? Severity.Warning : Severity.Critical,
        Confidence = Confidence.High,
        Title = title,
        Resource = resource ?? Workload.Reference,
        NormalizedMessage = says,
        Evidence = [Evidence],
    };
}
