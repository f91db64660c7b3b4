using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>Judges one kind of failure: a pure function of what was gathered. Small, stateless, no I/O, never throws for odd input.</summary>
public interface IAnalyzer
{
    /// <summary>Judges one workload of the case. Yields nothing where its kind of failure is not shown.</summary>
    IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload);
}
