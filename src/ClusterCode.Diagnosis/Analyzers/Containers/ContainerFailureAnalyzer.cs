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
        if (workload.Job?.Status?.Conditions?.Any(condition => condition is { Type: "Complete", Status: "True" }) == true)
            yield break;

        foreach (var pod in workload.Pods.Where(pod => PodEnding.Of(pod) is null))
        {
            foreach (var container in pod.Containers.Where(container => container.IsFailing(pod.Pod, file.Now)))
            {
                var failure = new ContainerFailure(file, workload, pod, container);
                if (Chain.Select(judge => judge.Judge(failure)).FirstOrDefault(found => found is not null) is { } finding)
                    yield return finding;
            }
        }
    }
}
