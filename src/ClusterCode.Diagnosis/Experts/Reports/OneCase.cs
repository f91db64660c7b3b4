using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Targets;

namespace ClusterCode.Diagnosis.Experts.Reports;

/// <summary>The case of one namespace, or of something in it.</summary>
internal sealed class OneCase(DiagnosisSubject subject, CaseFile file) : IReportedCase
{
    /// <summary>Pods that show that a workload is healthy.</summary>
    private const int PodsOfHealth = 3;

    /// <inheritdoc />
    public IReadOnlyList<string> Notes => file.Notes;

    /// <inheritdoc />
    public ResourceReference Subject => subject.Target is { } target
        ? new ResourceReference { ApiVersion = target.ApiVersion, Kind = target.Kind, Namespace = TargetKinds.ResolveObject(target) is { IsNamespaced: false } ? null : file.Namespace, Name = target.Name }
        : file.Workloads is [var only] ? only.Reference
        : new ResourceReference { ApiVersion = "v1", Kind = "Namespace", Name = file.Namespace };

    /// <inheritdoc />
    public string Health => HealthSummary.Of(file);

    /// <inheritdoc />
    public IEnumerable<EvidenceDraft> HealthEvidence =>
        file.Workloads.SelectMany(w => w.Pods).Take(PodsOfHealth).SelectMany(p => p.Containers.Where(c => c.Status is not null).Select(c => ContextEvidence.State(p, c)));

    /// <inheritdoc />
    public string NamespaceOf(CauseNode node) => file.Namespace;

    /// <inheritdoc />
    public string Title(CauseNode node) => FindingTitle.Of(node, file);

    /// <inheritdoc />
    public IEnumerable<EvidenceDraft> Evidence(CauseNode node) => node.Evidence;

    /// <inheritdoc />
    public IEnumerable<EvidenceDraft> Context(IReadOnlyList<CauseNode> roots) => ContextEvidence.Of(file);
}
