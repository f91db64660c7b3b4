using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>What a container's log says, with all that its judges look at.</summary>
/// <param name="File">The case.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Log">The log that says it.</param>
/// <param name="Severity">How bad it is that the container says so: worse where it dies by it than where it runs on.</param>
internal sealed record LogStatement(CaseFile File, WorkloadFacts Workload, PodFacts Pod, ContainerFacts Container, LogExcerpt Log, Severity Severity)
{
    /// <summary>A finding that a line of the log states.</summary>
    /// <param name="category">The category.</param>
    /// <param name="shape">What the line says.</param>
    /// <param name="title">One sentence.</param>
    /// <param name="more">Evidence beyond the line.</param>
    /// <param name="resource">The object at fault; null: the workload.</param>
    public FindingDraft Finding(string category, ErrorShape shape, string title, IEnumerable<EvidenceDraft>? more = null, ResourceReference? resource = null) => new()
    {
        Category = category,
        Severity = Severity,
        Confidence = Confidence.High,
        Title = title,
        Resource = resource ?? Workload.Reference,
        Pod = Pod.Name,
        Container = Container.Name,
        NormalizedMessage = LogDigest.Normalize(title),
        Explanation = $"{Container.Title()} says{Times(shape)}: {Wording.Clip(shape.Line)}",
        Evidence = [Line(shape), .. more ?? [], .. Container.LastTermination is { } ended ? [Cite.Termination(Pod, Container, ended)] : Array.Empty<EvidenceDraft>()],
    };

    private EvidenceDraft Line(ErrorShape shape) => Cite.Log(Log, [shape.Line]) with { Time = shape.Time?.UtcDateTime };

    private static string Times(ErrorShape shape) => shape.Count > 1 ? $" {shape.Count} times" : "";
}
