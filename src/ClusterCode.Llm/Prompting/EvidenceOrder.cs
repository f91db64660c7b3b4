using ClusterCode.Api.Evidence;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Llm.Prompting;

/// <summary>Sorts evidence by how much it tells: what proves the root cause first, then what the model asked for, then the other causes, then the findings by severity, then the rest.</summary>
internal static class EvidenceOrder
{
    public static IReadOnlyList<EvidenceItem> Of(ExplanationRequest request)
    {
        var rank = new Dictionary<string, int>(StringComparer.Ordinal);
        var cited = (request.RootCause?.Evidence ?? [])
            .Concat(request.Investigated)
            .Concat(request.AdditionalCauses.SelectMany(cause => cause.Evidence))
            .Concat(request.Findings.OrderByDescending(finding => finding.Severity).SelectMany(finding => finding.Evidence));
        foreach (var id in cited)
            rank.TryAdd(id, rank.Count);
        return [.. request.Evidence.OrderBy(item => rank.GetValueOrDefault(item.Id, int.MaxValue))];
    }
}
