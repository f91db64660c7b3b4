using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Experts.Reports;

/// <summary>What a report says of its case beyond the findings: one workload, a namespace, or several of them.</summary>
internal interface IReportedCase
{
    /// <summary>What could not be gathered, or was left out.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>What was asked about.</summary>
    ResourceReference Subject { get; }

    /// <summary>One sentence where nothing fails.</summary>
    string Health { get; }

    /// <summary>What shows that nothing fails.</summary>
    IEnumerable<EvidenceDraft> HealthEvidence { get; }

    /// <summary>The namespace in which a failure is what it is.</summary>
    string NamespaceOf(CauseNode node);

    /// <summary>A finding's sentence, in words that are clear in this report.</summary>
    string Title(CauseNode node);

    /// <summary>A finding's evidence, with sources that are clear in this report.</summary>
    IEnumerable<EvidenceDraft> Evidence(CauseNode node);

    /// <summary>Facts that no finding cites.</summary>
    IEnumerable<EvidenceDraft> Context(IReadOnlyList<CauseNode> roots);
}
