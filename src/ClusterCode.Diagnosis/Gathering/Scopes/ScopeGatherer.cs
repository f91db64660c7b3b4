using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Gathering.Scopes;

/// <summary>Begins to gather over several namespaces.</summary>
internal sealed class ScopeGatherer(IClusterView view, ISecretRedactor redactor, TimeProvider clock)
{
    /// <summary>For one diagnosis; <paramref name="whole"/> ends all of it.</summary>
    public ScopeGathering Begin(CancellationToken whole) => new(new SharedClusterView(view, whole), redactor, clock);
}
