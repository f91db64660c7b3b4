using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Analyzers.Probes;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Throttling;

/// <summary>
/// Judges containers that use all of their CPU limit. The use is asked for only where it may matter: of a container whose probe gets no answer in time, and of a
/// workload that was asked about and that works.
/// </summary>
internal sealed class CpuThrottledAnalyzer : IAnalyzer
{
    private static readonly ProbeKind[] Probes = [ProbeKind.Readiness, ProbeKind.Liveness, ProbeKind.Startup];

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null))
        {
            foreach (var container in pod.Containers.Where(CpuShare.IsLimited))
            {
                if (TimedOut(pod, container) is { } probe && CpuShare.Of(file, pod, container) is { IsHeldBack: true } share)
                    yield return Finding(workload, pod, container, share, probe);
            }
        }

        // A Job is meant to use what it may have.
        if (file.IsNamespaceWide || workload is not { IsFollowed: false, Pods.Count: 0, Job: null, ReadyPod: { } ready })
            yield break;
        foreach (var container in ready.Containers.Where(item => item.IsRunning() && CpuShare.IsLimited(item)))
        {
            if (CpuShare.Of(file, ready, container) is { IsHeldBack: true } share)
                yield return Finding(workload, ready, container, share, null);
        }
    }

    private static ContainerProbe? TimedOut(PodFacts pod, ContainerFacts container) => Probes
        .Select(kind => ContainerProbe.Of(kind, pod, container))
        .FirstOrDefault(probe => probe?.Outcome?.Kind == ProbeOutcomeKind.Timeout);

    private static FindingDraft Finding(WorkloadFacts workload, PodFacts pod, ContainerFacts container, CpuShare share, ContainerProbe? probe)
    {
        var uses = $"{container.Title()} uses all of its {share.LimitText} CPU limit ({share.UsedText})";
        var limit = Cite.Spec(pod, container, "resources.limits.cpu", share.LimitText);
        return new FindingDraft
        {
            Category = CauseCategories.CpuThrottled,
            Severity = probe is null ? Severity.Warning : Severity.Critical,
            Confidence = Confidence.Medium,
            Title = probe is null
                ? $"{uses}: the kernel holds it back"
                : $"{uses}: held back by the kernel, it does not answer its {probe.Field} within {probe.Spec.TimeoutSeconds ?? 1} s",
            Resource = workload.Reference,
            Pod = pod.Name,
            Container = container.Name,
            Explanation = "A container at its CPU limit is stopped for the rest of each 100 ms in which its quota is spent, so that it answers late, however idle its node is.",
            Evidence = probe?.Seen is { } seen ? [share.Cite(pod, container), limit, Cite.Event(seen)] : [share.Cite(pod, container), limit],
            Remediation = [.. Remediations(workload, container, share)],
        };
    }

    private static IEnumerable<Remediation> Remediations(WorkloadFacts workload, ContainerFacts container, CpuShare share)
    {
        var twice = ResourceQuantities.Format(ResourceQuantities.Cpu, share.Limit * 2);
        yield return new Remediation
        {
            Title = $"Try twice the limit ({twice}), or none: the request alone already divides a busy CPU",
            Command = Kubectl.SetResources(workload.Reference, container.Name, "--limits", ResourceQuantities.Cpu, twice),
            Risk = RemediationRisk.Medium,
        };
        yield return new Remediation { Title = $"What does {container.Name} compute? A loop or too many workers use any limit up", Risk = RemediationRisk.Low };
    }
}
