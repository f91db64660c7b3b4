using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Investigation.Tools;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Investigation;

/// <summary>The tools over a view of the cluster.</summary>
internal sealed class ClusterInvestigator(IClusterView view, ISecretRedactor redactor) : IClusterInvestigator
{
    /// <inheritdoc />
    public IReadOnlyList<IInvestigationTool> ToolsFor(string ns, IReadOnlyCollection<string> named)
    {
        ArgumentException.ThrowIfNullOrEmpty(ns);
        ArgumentNullException.ThrowIfNull(named);
        var scope = new InvestigationScope(view, redactor, ns, named);
        return [new GetObjectTool(scope), new ListObjectsTool(scope), new ListEventsTool(scope), new ReadLogTool(scope), new EndpointsTool(scope), new RolloutTool(scope), new UsageTool(scope)];
    }
}
