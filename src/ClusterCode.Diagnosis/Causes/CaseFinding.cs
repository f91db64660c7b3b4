using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Causes;

/// <summary>A draft with the workload that shows it.</summary>
/// <param name="Draft">What was found.</param>
/// <param name="Workload">Where.</param>
internal sealed record CaseFinding(FindingDraft Draft, WorkloadFacts Workload);
