using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>Judges containers whose preStop hook fails: they are ended without what the hook was to do.</summary>
internal sealed class PreStopAnalyzer : IAnalyzer
{
    /// <summary>A hook that failed longer ago belongs to a run that is over.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods)
        {
            foreach (var container in pod.Containers.Where(container => container.Spec.Lifecycle?.PreStop is not null))
            {
                if (pod.EventsOf(container).FirstOrDefault(seen => seen.Reason == "FailedPreStopHook" && seen.LastSeen is { } at && file.Now.UtcDateTime - at < Fresh) is { } failed)
                    yield return Finding(workload, pod, container, failed);
            }
        }
    }

    private static FindingDraft Finding(WorkloadFacts workload, PodFacts pod, ContainerFacts container, EventFacts failed)
    {
        var handler = HookFailedJudge.Describe(container.Spec.Lifecycle.PreStop);
        return new FindingDraft
        {
            Category = CauseCategories.RuntimeHookFailed,
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            Title = $"The preStop hook of {container.Noun()} fails, so it ends without it: {handler} ({HookFailedJudge.Words(failed.Message)})",
            Resource = workload.Reference,
            Pod = pod.Name,
            Container = container.Name,
            NormalizedMessage = LogDigest.Normalize(handler),
            Evidence = [Cite.Event(failed), Cite.Spec(pod, container, "lifecycle.preStop", handler)],
        };
    }
}
