using ClusterCode.Api.Findings;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Nodes;

/// <summary>A node whose reports carry times that cannot be: its clock is wrong.</summary>
internal static class ClockSkew
{
    /// <summary>Reports travel in less; certificates and tokens begin to fail from about here.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    /// <summary>The finding; null where no report comes from the future. A clock that is slow cannot be told from a report that is old.</summary>
    public static FindingDraft? Of(V1Node node, DateTimeOffset now)
    {
        var latest = (node.Status?.Conditions ?? []).Where(condition => condition?.LastHeartbeatTime is not null).MaxBy(condition => condition.LastHeartbeatTime);
        if (latest?.LastHeartbeatTime is not { } at || at.ToUniversalTime() - now.UtcDateTime is var ahead && ahead <= Most)
            return null;
        var name = node.Metadata?.Name ?? "";
        return NodeFindings.Finding(
            name,
            CauseCategories.NodeClockSkew,
            Severity.Warning,
            $"The clock of node {name} is {Wording.Duration(ahead)} fast: it reported at {at.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z, when it was {now.UtcDateTime:HH:mm:ss}Z",
            [NodeFindings.Evidence(name, latest)]) with
        { Confidence = Confidence.Medium };
    }
}
