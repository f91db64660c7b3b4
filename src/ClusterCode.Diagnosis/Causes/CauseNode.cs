using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Causes;

/// <summary>A finding of all replicas that show it, and what causes it.</summary>
internal sealed class CauseNode
{
    /// <summary>Merges the drafts of replicas; the first one speaks for them.</summary>
    public CauseNode(IReadOnlyList<CaseFinding> findings)
    {
        Draft = findings[0].Draft;
        Workload = findings[0].Workload;
        IsFollowed = findings.All(f => f.IsFollowed);
        Severity = findings.Max(f => f.Draft.Severity);
        Confidence = findings.Max(f => f.Draft.Confidence);
        Pods = findings.Select(f => f.Draft.Pod).OfType<string>().ToHashSet(StringComparer.Ordinal);

        // Round by round, so that every replica's strongest evidence comes before any replica's second.
        var most = findings.Max(f => f.Draft.Evidence.Count);
        Evidence = [.. Enumerable.Range(0, most).SelectMany(i => findings.Where(f => i < f.Draft.Evidence.Count).Select(f => f.Draft.Evidence[i])).Distinct()];
    }

    /// <summary>The draft that speaks for all.</summary>
    public FindingDraft Draft { get; }

    /// <summary>The workload that shows it; null where another object does.</summary>
    public WorkloadFacts? Workload { get; }

    /// <summary>Found at something that was not asked about: it counts only as a cause.</summary>
    public bool IsFollowed { get; }

    /// <summary>It, or something that it causes, was asked about.</summary>
    public bool Concerns => !IsFollowed || Symptoms.Any(s => s.Concerns);

    /// <summary>The worst among the replicas.</summary>
    public Api.Findings.Severity Severity { get; }

    /// <summary>The surest among the replicas.</summary>
    public Api.Findings.Confidence Confidence { get; }

    /// <summary>The pods that show it.</summary>
    public IReadOnlySet<string> Pods { get; }

    /// <summary>The evidence of all.</summary>
    public IReadOnlyList<EvidenceDraft> Evidence { get; }

    /// <summary>What causes it; null for a root.</summary>
    public CauseNode? Cause { get; set; }

    /// <summary>What it causes directly.</summary>
    public List<CauseNode> Symptoms { get; } = [];

    /// <summary>How many findings it explains, directly or not.</summary>
    public int Explained => Symptoms.Sum(s => 1 + s.Explained);

    /// <summary>The worst severity among it and what it causes.</summary>
    public Api.Findings.Severity Weight => Symptoms.Select(s => s.Weight).Append(Severity).Max();
}
