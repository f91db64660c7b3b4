using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>Judges an Endpoints object by the Service of its name.</summary>
internal sealed class EndpointsAnalyzer : ObjectAnalyzer<V1Endpoints>
{
    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V1Endpoints value) =>
        EndpointObject.Of(file, reference, value.Metadata.Name, value.Subsets?.Any(s => s.Addresses is { Count: > 0 }) == true);
}
