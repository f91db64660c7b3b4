using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Jobs;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>
/// What a container is in its pod. Where a helper fails by an error of its own, the category says that it is a helper: the application itself may be well, and
/// whoever is responsible for it need not look there. A cause that is more than an error of the process (memory, a dependency, a missing object) keeps its own.
/// </summary>
internal static class ContainerRole
{
    /// <summary>The container that kubectl takes where none is named.</summary>
    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    private static readonly HashSet<string> OwnErrors = new(StringComparer.Ordinal) { CauseCategories.AppError, CauseCategories.AppConfig, CauseCategories.CrashWithoutLogs, CauseCategories.ExitsZero };

    /// <summary>The finding under the category of the container's role.</summary>
    public static FindingDraft Of(ContainerFailure failure, FindingDraft finding)
    {
        if (!OwnErrors.Contains(finding.Category))
            return finding;
        var main = Main(failure.Pod);
        return failure.Container switch
        {
            { IsInit: false } when OfJob(failure, finding) is { } job => job,
            var container when container == main => finding,
            { IsInit: true } container when !container.IsSidecar() => finding.Category == CauseCategories.AppConfig
                ? finding
                : finding with { Category = CauseCategories.InitContainerFailing, Title = $"{finding.Title}; {Others(failure.Pod)} cannot start before it" },
            { IsInit: true } => finding with { Category = CauseCategories.SidecarFailing },
            _ when main?.IsRunning() == true => finding with { Category = CauseCategories.SidecarFailing, Title = $"{finding.Title}; container {main.Name} runs" },
            _ => finding,
        };
    }

    // A Job that has given up is what is to be mended and created again, so both are told in one.
    private static FindingDraft? OfJob(ContainerFailure failure, FindingDraft finding) =>
        finding.Category is CauseCategories.AppError or CauseCategories.CrashWithoutLogs && JobFailedAnalyzer.Of(failure.File, failure.Workload) is { } job
            ? finding with
            {
                Category = job.Category,
                Title = $"{finding.Title}; {job.Title}",
                Explanation = finding.Explanation ?? job.Explanation,
                Evidence = [.. finding.Evidence, .. job.Evidence],
                Remediation = [.. finding.Remediation, .. job.Remediation],
            }
            : null;

    private static ContainerFacts? Main(PodFacts pod)
    {
        var annotated = pod.Pod.Metadata?.Annotations?.TryGetValue(DefaultContainer, out var name) == true ? name : null;
        var own = pod.Containers.Where(container => !container.IsInit).ToList();
        return own.FirstOrDefault(container => container.Name == annotated) ?? own.FirstOrDefault();
    }

    private static string Others(PodFacts pod)
    {
        var names = pod.Containers.Where(container => !container.IsInit).Select(container => container.Name).ToList();
        return names is [var only] ? $"container {only}" : $"containers {Wording.List(names)}";
    }
}
