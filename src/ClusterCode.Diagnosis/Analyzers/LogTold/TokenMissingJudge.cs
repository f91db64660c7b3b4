using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>The process looks for the token of its service account, which the pod or the account says not to mount.</summary>
internal sealed class TokenMissingJudge : IShapeJudge
{
    private const string Directory = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <inheritdoc />
    public FindingDraft? Judge(LogStatement statement, ErrorShape shape)
    {
        if (shape.Kind != ErrorShapeKind.MissingFile || !shape.Line.Contains(Directory, StringComparison.Ordinal))
            return null;
        var spec = statement.Pod.Pod.Spec;
        if (Mounts.Covering(statement.Container.Spec, $"{Directory}/token") is not null)
            return null;
        var account = spec?.ServiceAccountName is { Length: > 0 } name ? name : "default";
        if (spec?.AutomountServiceAccountToken == false)
            return Finding(statement, shape, "the pod's automountServiceAccountToken is false", "Remove automountServiceAccountToken: false from the pod template", null);
        if (statement.File.Facts.Get<V1ServiceAccount>(statement.File.Namespace, account) is not { } found)
            return null;
        return found is { IsFound: true, Value.AutomountServiceAccountToken: false }
            ? Finding(
                statement,
                shape,
                $"ServiceAccount {account} has automountServiceAccountToken: false, and the pod does not overrule it",
                "Set automountServiceAccountToken: true in the pod template, or remove it from the ServiceAccount",
                new ResourceReference { ApiVersion = "v1", Kind = "ServiceAccount", Namespace = statement.File.Namespace, Name = account })
            : Finding(statement, shape, "the pod mounts none", "Does the pod template overrule the mount?", null);
    }

    private static FindingDraft Finding(LogStatement statement, ErrorShape shape, string why, string how, ResourceReference? resource) =>
        statement.Finding(
            CauseCategories.ServiceAccountTokenMissing,
            shape,
            $"{statement.Container.Title()} looks for the token of its service account at {Directory}/token, which is not mounted: {why}",
            [Cite.Spec(statement.Pod, "automountServiceAccountToken", statement.Pod.Pod.Spec?.AutomountServiceAccountToken?.ToString() ?? "absent")],
            resource) with
        {
            Remediation = [new Remediation { Title = how, Risk = RemediationRisk.Low }],
        };
}
