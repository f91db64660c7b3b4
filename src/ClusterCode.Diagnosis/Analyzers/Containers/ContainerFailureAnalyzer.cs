using ClusterCode.Diagnosis.Analyzers.LogTold;
using ClusterCode.Diagnosis.Analyzers.Nodes;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>
/// Names the one reason why a container dies or cannot start. The order of the judges is the precedence of causes, and this is its only place:
/// what the API states comes before what is inferred, and what the process says comes last, because a process that is killed says nothing about it.
/// </summary>
internal sealed class ContainerFailureAnalyzer : IAnalyzer
{
    private static readonly IFailureJudge[] Chain =
    [
        new OomKilledJudge(),
        new MountOntoJudge(),
        new RunAsNonRootJudge(),
        new StartErrorJudge(),
        new HookFailedJudge(),
        new ProbeKilledJudge(),
        new SilentKillJudge(),
        new ExitsZeroJudge(),
        new ScriptErrorJudge(),
        new VolumePathJudge(),
        new CommandInShellJudge(),
        new PortConflictJudge(),
        new ShapeFailureJudge(),
        new MissingEnvironmentJudge(),
        new AppConfigJudge(),
        new InvalidSettingJudge(),
        new PermissionDeniedJudge(),
        new CrashWithoutLogsJudge(),
        new AppErrorJudge(),
    ];

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var failure in Failures(file, workload))
        {
            if (Judge(failure) is { } finding)
                yield return finding;
        }
    }

    /// <summary>Whether a failing container is told under a category of the whole workload, which then need not be told again.</summary>
    internal static bool TellsOf(CaseFile file, WorkloadFacts workload, string category) => Failures(file, workload).Any(failure => Judge(failure)?.Category == category);

    private static IEnumerable<ContainerFailure> Failures(CaseFile file, WorkloadFacts workload) =>
        workload.Job?.Status?.Conditions?.Any(condition => condition is { Type: "Complete", Status: "True" }) == true
            ? []
            : workload.Pods
                .Where(pod => PodEnding.Of(pod) is null)
                .SelectMany(pod => pod.Containers.Where(container => container.IsFailing(pod.Pod, file.Now)).Select(container => new ContainerFailure(file, workload, pod, container)));

    /// <summary>The one reason; null where none of the judges knows any.</summary>
    internal static FindingDraft? Judge(ContainerFailure failure) =>
        Chain.Select(judge => judge.Judge(failure)).FirstOrDefault(found => found is not null) is { } finding ? ContainerRole.Of(failure, finding) : null;
}
