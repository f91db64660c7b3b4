using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The kubelet refuses to start the container, because its user would break runAsNonRoot.</summary>
internal sealed class RunAsNonRootJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        var message = failure.Waiting?.Message ?? "";
        if (failure.Waiting?.Reason != "CreateContainerConfigError" || !IsAboutRoot(message))
            return null;

        var container = failure.Container.Spec;
        var onContainer = container.SecurityContext?.RunAsNonRoot is not null;
        var path = onContainer ? "securityContext.runAsNonRoot" : "spec.securityContext.runAsNonRoot of the pod";
        var runAsUser = container.SecurityContext?.RunAsUser ?? failure.Pod.Pod.Spec?.SecurityContext?.RunAsUser;
        var why = (message, runAsUser) switch
        {
            (_, 0) => "runAsUser is 0 (root)",
            _ when message.Contains("non-numeric", StringComparison.OrdinalIgnoreCase) =>
                $"image {container.Image} names its user instead of numbering it, so that the kubelet cannot tell whether it is root; set runAsUser to its number",
            _ => $"image {container.Image} runs as root, and runAsUser is not set",
        };
        return failure.Finding(
            CauseCategories.PermissionDenied,
            Confidence.High,
            $"{failure.Container.Title()} may not start: {path} is true, but {why}",
            [
                onContainer
                    ? Cite.Spec(failure.Pod, failure.Container, "securityContext", $"runAsNonRoot=true runAsUser={runAsUser?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "absent"}")
                    : Cite.Spec(failure.Pod, "securityContext", "runAsNonRoot=true"),
            ]) with
        {
            Remediation =
            [
                new Remediation { Title = $"Which user id does image {container.Image} support? Set it as securityContext.runAsUser of {failure.Container.Noun()}", Risk = RemediationRisk.Medium },
            ],
        };
    }

    private static bool IsAboutRoot(string message) =>
        message.Contains("runAsNonRoot", StringComparison.OrdinalIgnoreCase) || message.Contains("non-root policy", StringComparison.OrdinalIgnoreCase);
}
