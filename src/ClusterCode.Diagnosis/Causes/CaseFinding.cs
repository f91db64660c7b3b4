using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Causes;

/// <summary>A draft with the workload that shows it.</summary>
/// <param name="Draft">What was found.</param>
/// <param name="Workload">The workload that shows it; null where another object does.</param>
/// <param name="IsFollowed">Found at something that was not asked about: it counts only as a cause.</param>
internal sealed record CaseFinding(FindingDraft Draft, WorkloadFacts? Workload, bool IsFollowed = false);
