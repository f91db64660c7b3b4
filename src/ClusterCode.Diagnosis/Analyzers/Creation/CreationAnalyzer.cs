using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>Judges workloads whose pods the API server refuses to create: there is no pod to look at, only what the controller was told.</summary>
internal sealed class CreationAnalyzer : IAnalyzer
{
    /// <summary>The judges, the exact ones first; the last knows every refusal.</summary>
    private static readonly IRefusalJudge[] Judges =
    [
        new ServiceAccountRefusal(),
        new QuotaRefusal(),
        new QuotaFieldsRefusal(),
        new DefaultLimitRefusal(),
        new LimitRangeRefusal(),
        new PodSecurityRefusal(),
        new WebhookFailure(),
        new ClassRefusal(),
        new TerminatingNamespaceRefusal(),
        new PolicyRefusal(),
    ];

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload) =>
        CreationRefusals.Newest(file, workload) is { } refusal && Judges.FirstOrDefault(j => j.Knows(refusal.Message))?.Judge(refusal) is { } finding ? [finding] : [];
}
