using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Ingresses;

/// <summary>Judges Ingresses: class, backends and their Services, routes, TLS.</summary>
internal sealed class IngressAnalyzer : ObjectAnalyzer<V1Ingress>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1Ingress value) => value.Metadata.DeletionTimestamp is not null
        ? []
        :
        [
            .. IngressClassFinding.Of(file, reference, value),
            .. IngressBackendFinding.Of(file, reference, value),
            .. IngressTlsFinding.Of(file, reference, value),
        ];
}
