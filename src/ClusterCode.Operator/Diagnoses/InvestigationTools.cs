using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Diagnosis.Investigation;
using ClusterCode.Llm.Investigating;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Hands the tools that read the cluster to the model side, for diagnoses of depth Investigate.</summary>
internal sealed class InvestigationTools(IClusterInvestigator investigator)
{
    /// <summary>The tools of a diagnosis; none at any other depth.</summary>
    public IReadOnlyList<ModelTool> Of(DiagnosisRequest diagnosis) =>
        diagnosis.Spec.Depth != DiagnosisDepth.Investigate || DiagnosisScope.IsOfSeveral(diagnosis.Spec)
            ? []
            : [.. investigator.ToolsFor(diagnosis.Metadata.NamespaceProperty, Told(diagnosis.Status)).Select(Tool)];

    private static List<string> Told(DiagnosisRequestStatus? status) => status is null
        ? []
        : [.. status.Evidence.Select(item => $"{item.Source} {item.Text}"), .. status.Findings.Select(finding => $"{finding.Title} {finding.Resource}")];

    private static ModelTool Tool(IInvestigationTool tool) => new(
        tool.Name,
        tool.Description,
        [.. tool.Parameters.Select(parameter => new ModelToolParameter(parameter.Name, parameter.Description, parameter.IsRequired))],
        async (arguments, cancellationToken) =>
        {
            var answer = await tool.RunAsync(arguments, cancellationToken).ConfigureAwait(false);
            return new ModelToolAnswer(answer.Kind, answer.Source, answer.Text);
        });
}
