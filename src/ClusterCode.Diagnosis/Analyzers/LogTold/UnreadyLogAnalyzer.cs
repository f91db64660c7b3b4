using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>Containers that run, are not ready, and say why in their log.</summary>
internal sealed class UnreadyLogAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null))
        {
            foreach (var container in pod.Containers.Where(container => container.IsRunning() && container.Status is { Ready: false } && !container.IsFailing(pod.Pod, file.Now)))
            {
                if (container.CurrentLog is { Problem: null } log
                    && ShapeJudges.Last(new LogStatement(file, workload, pod, container, log, Severity.Critical), ErrorShapes.Find(log.Lines)) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }
}
