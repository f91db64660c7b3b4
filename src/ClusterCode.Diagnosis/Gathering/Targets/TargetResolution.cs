using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Gathering.Objects;

namespace ClusterCode.Diagnosis.Gathering.Targets;

/// <summary>The workloads that are meant, or why there are none.</summary>
/// <param name="Workloads">The workloads.</param>
/// <param name="Refusal">Why there are none.</param>
/// <param name="Message">With a refusal: what is wrong and how to mend it. Else a note, or null.</param>
/// <param name="IsNamespaceWide">True where everything in the namespace is meant.</param>
internal sealed record TargetResolution(
    IReadOnlyList<WorkloadSelection> Workloads, ExpertOutcome? Refusal = null, string? Message = null, bool IsNamespaceWide = false)
{
    /// <summary>The objects that are meant and are no workloads.</summary>
    public IReadOnlyList<CaseObject> Objects { get; init; } = [];

    /// <summary>There are none.</summary>
    public static TargetResolution Refused(ExpertOutcome refusal, string message) => new([], refusal, message);
}
