using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>A cloud provider refuses the identity that the process has, or it has none.</summary>
internal sealed class CloudDeniedJudge : IShapeJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(LogStatement statement, ErrorShape shape)
    {
        if (shape.Kind != ErrorShapeKind.CloudDenied)
            return null;
        var account = statement.Pod.Pod.Spec?.ServiceAccountName is { Length: > 0 } name ? name : "default";
        var who = shape.User is { } user ? $"as {Wording.Clip(user, 120)}" : $"with the identity of ServiceAccount {account}";
        var what = shape.Name is { } action ? $" {Wording.Clip(action, 100)}" : "";
        var on = shape.Path is { } path ? $" on {Wording.Clip(path, 120)}" : "";
        var title = what.Length > 0
            ? $"{statement.Container.Title()}, {who}, is denied{what}{on} by the cloud provider"
            : $"{statement.Container.Title()} gets no cloud credentials {who}: {Wording.Clip(shape.Line, 140)}";
        return statement.Finding(CauseCategories.CloudIdentityDenied, shape, title) with
        {
            Remediation =
            [
                new Remediation
                {
                    Title = $"Which cloud role should ServiceAccount {account} have{(what.Length > 0 ? $", and does it allow{what}" : "")}? Its annotations bind it",
                    Command = Kubectl.Of("get serviceaccount -o yaml", statement.File.Namespace, account),
                    Risk = RemediationRisk.Low,
                },
            ],
        };
    }
}
