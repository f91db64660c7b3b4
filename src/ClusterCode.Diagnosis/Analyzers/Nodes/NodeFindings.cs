using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Nodes;

/// <summary>Words findings about nodes.</summary>
internal static class NodeFindings
{
    /// <summary>The node as findings refer to it.</summary>
    public static ResourceReference Reference(string name) => new() { ApiVersion = "v1", Kind = "Node", Name = name };

    /// <summary>A condition of a node.</summary>
    public static EvidenceDraft Evidence(string node, V1NodeCondition condition) => new(
        EvidenceKind.Status,
        $"node/{node} status.conditions[{condition.Type}]",
        $"status={condition.Status} reason={condition.Reason} message={Wording.Clip(condition.Message)} lastHeartbeatTime={condition.LastHeartbeatTime:yyyy-MM-ddTHH:mm:ssZ}",
        condition.LastTransitionTime);

    /// <summary>A finding about the node.</summary>
    public static FindingDraft Finding(string node, string category, Severity severity, string title, IEnumerable<EvidenceDraft> evidence) => new()
    {
        Category = category,
        Severity = severity,
        Confidence = Confidence.High,
        Title = title,
        Resource = Reference(node),
        NormalizedMessage = LogDigest.Normalize(category),
        Evidence = [.. evidence],
        Remediation =
        [
            category == CauseCategories.NodeCordoned
                ? new Remediation { Title = $"Let pods on node {node} again, if its maintenance is over", Command = Kubectl.IsName(node) ? $"kubectl uncordon {node}" : null, Risk = RemediationRisk.Low }
                : new Remediation { Title = $"Look at node {node}: its conditions, events and what runs there", Command = Kubectl.IsName(node) ? $"kubectl describe node {node}" : null, Risk = RemediationRisk.Low },
        ],
    };
}
