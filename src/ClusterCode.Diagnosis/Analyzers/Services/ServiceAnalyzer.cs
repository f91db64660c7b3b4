using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>Judges Services: selector, endpoints, ports, protocols, load balancer.</summary>
internal sealed class ServiceAnalyzer : ObjectAnalyzer<V1Service>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1Service value) => ServiceJudgement.Of(file, value);
}
