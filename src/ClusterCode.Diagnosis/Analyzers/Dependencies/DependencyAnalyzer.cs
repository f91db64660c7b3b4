using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>
/// Judges containers that fail, or do not become ready, because of a peer that they cannot reach or that refuses them: names the peer, the setting that names it, and,
/// where the cluster shows it, why.
/// </summary>
internal sealed class DependencyAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        if (workload.Job?.Status?.Conditions?.Any(c => c is { Type: "Complete", Status: "True" }) == true)
            yield break;
        foreach (var pod in workload.Pods.Where(p => p.Pod.Metadata?.DeletionTimestamp is null))
        {
            foreach (var container in pod.Containers)
            {
                if (Error(file, workload, pod, container) is { } error && DependencyJudgement.Of(error) is { } finding)
                    yield return finding;
                else if (Awaited(file, workload, pod, container) is { } awaited && ServiceDependency.BlockedByPolicy(awaited) is { } blocked)
                    yield return blocked;
            }
        }
    }

    // An init container that waits says nothing of why; what it waits for is told by its command.
    private static DependencyError? Awaited(CaseFile file, WorkloadFacts workload, PodFacts pod, ContainerFacts container)
    {
        if (!container.IsInit || container.IsSidecar() || !InitContainerAnalyzer.HasWaited(container, file.Now) || InitContainerAnalyzer.Target(container, container.CurrentLog) is not { } target)
            return null;
        var shape = new ErrorShape(ErrorShapeKind.Timeout, $"it waits for {target.Host}", 0);
        return new DependencyError(file, workload, pod, container, shape, null) { Host = target.Host, Port = target.Port };
    }

    private static DependencyError? Error(CaseFile file, WorkloadFacts workload, PodFacts pod, ContainerFacts container)
    {
        if (container.IsFailing(pod.Pod, file.Now))
        {
            var failure = new ContainerFailure(file, workload, pod, container);

            // The kernel's and the runtime's reasons are their own.
            return failure.IsStartError || failure.Termination?.Reason == "OOMKilled" || failure.Termination is null || (failure.ExitCode == 0 && !ProbeKilledJudge.Explains(failure))
                ? null
                : DependencyErrors.Of(file, workload, pod, container, failure.Log, failure.RawLines, failure.Severity);
        }

        var isUnready = container.IsRunning() && container.Status is { Ready: false } && !(container.IsInit && !container.IsSidecar());
        return isUnready && container.CurrentLog is { Problem: null } log
            ? DependencyErrors.Of(file, workload, pod, container, log, log.Lines, Api.Findings.Severity.Critical)
            : null;
    }
}
