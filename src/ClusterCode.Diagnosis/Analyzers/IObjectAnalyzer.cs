using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Objects;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>Judges objects that are no workloads: a pure function of what is known, like <see cref="IAnalyzer"/>.</summary>
public interface IObjectAnalyzer
{
    /// <summary>Judges one object of the case. Yields nothing for kinds that are not its own, and where its kind of failure is not shown.</summary>
    IEnumerable<FindingDraft> Analyze(CaseFile file, CaseObject subject);
}
