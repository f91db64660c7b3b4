using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>Judges an EndpointSlice by the Service that its label names.</summary>
internal sealed class EndpointSliceAnalyzer : ObjectAnalyzer<V1EndpointSlice>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1EndpointSlice value) =>
        Slices.ServiceOf(value) is { } service ? EndpointObject.Of(file, reference, service, value.Endpoints?.Any(e => e.Conditions?.Ready != false) == true) : [];
}
