using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Probes;

/// <summary>Judges containers that run, do not crash, and are not ready: their readiness or startup probe fails.</summary>
internal sealed class ReadinessAnalyzer : IAnalyzer
{
    /// <summary>Even the most impatient probe gets this long before an unready container counts as failing.</summary>
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null))
        {
            foreach (var container in pod.Containers.Where(container => IsUnready(container) && !container.IsFailing(pod.Pod, file.Now)))
            {
                if (Probe(pod, container) is { } probe && HasHadItsTime(probe, file.Now) && PodHealth.UnreadyFor(pod.Pod, file.Now) >= PodHealth.ReadyAgainGrace)
                    yield return Finding(file, workload, pod, probe);
            }
        }
    }

    private static bool IsUnready(ContainerFacts container) => container.IsRunning() && container.Status is { Ready: false };

    /// <summary>Until the startup probe succeeds, the readiness probe is not asked at all.</summary>
    private static ContainerProbe? Probe(PodFacts pod, ContainerFacts container) => container.Status?.Started == false && container.Spec.StartupProbe is not null
        ? ContainerProbe.Of(ProbeKind.Startup, pod, container)
        : ContainerProbe.Of(ProbeKind.Readiness, pod, container);

    private static bool HasHadItsTime(ContainerProbe probe, DateTimeOffset now) =>
        probe.Container.RunningSince() is not { } since || now.UtcDateTime - since >= (probe.Patience > LeastGrace ? probe.Patience : LeastGrace);

    private static FindingDraft Finding(CaseFile file, WorkloadFacts workload, PodFacts pod, ContainerProbe probe)
    {
        var (sentence, isMismatch) = ProbeSentence.Of(probe, probe.Container.Noun());
        var services = Services(file, pod);
        var losers = services.Count switch
        {
            0 => "",
            1 => $" (Service {services[0]} gets no endpoint from it)",
            _ => $" (Services {Wording.List(services)} get no endpoint from it)",
        };
        List<EvidenceDraft> evidence = [Cite.Running(pod, probe.Container), Cite.Spec(pod, probe.Container, probe.Field, probe.Describe())];
        if (probe.Seen is { } seen)
            evidence.Insert(0, Cite.Event(seen));
        if (probe.Container.Spec.Ports is { Count: > 0 } ports)
            evidence.Add(Cite.Spec(pod, probe.Container, "ports", string.Join(", ", ports.Select(port => $"{port.Name} {port.ContainerPort}/{port.Protocol ?? "TCP"}".Trim()))));

        return new FindingDraft
        {
            Category = CauseCategories.ReadinessFailing,
            Severity = workload.PodCount > workload.FailingPodCount && workload.FailingPodCount > 0 ? Severity.Warning : Severity.Critical,
            Confidence = probe.Seen is null && !isMismatch ? Confidence.Low : Confidence.High,
            Title = sentence + losers,
            Resource = workload.Reference,
            Pod = pod.Name,
            Container = probe.Container.Name,
            NormalizedMessage = LogDigest.Normalize(sentence),
            Explanation = "The container runs, but the kubelet does not count it as ready, so that Services send it nothing and a rollout waits for it.",
            Evidence = evidence,
            Remediation = [.. ProbeRemediation.For(probe, workload.Reference, isMismatch)],
        };
    }

    private static List<string> Services(CaseFile file, PodFacts pod)
    {
        var labels = pod.Pod.Metadata?.Labels;
        if (labels is null || file.Services is not { IsFound: true } services)
            return [];
        return [.. services.Value
            .Where(service => service.Spec?.Selector is { Count: > 0 } selector && selector.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value))
            .Select(service => service.Metadata?.Name)
            .OfType<string>()
            .Order(StringComparer.Ordinal)];
    }
}
