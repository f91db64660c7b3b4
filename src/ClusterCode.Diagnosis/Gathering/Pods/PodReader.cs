using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Pods;

/// <summary>Reads what belongs to one pod: events, and the logs that matter.</summary>
internal sealed class PodReader(IClusterView view, ISecretRedactor redactor)
{
    private readonly PodSanitizer _sanitizer = new(redactor);
    private readonly ContainerLogReader _logs = new(view, redactor);

    /// <summary>The facts of the pod. Of many pods, each is told by one log.</summary>
    public async Task<PodFacts> ReadAsync(V1Pod pod, IEventSource events, bool isOneOfMany, CancellationToken cancellationToken)
    {
        var clean = _sanitizer.Sanitize(pod);
        var seen = events.ReadAsync(new EventObject("Pod", pod.Metadata.Name, pod.Metadata.Uid), cancellationToken);
        var containers = Containers(clean);
        var logged = containers.Where(c => ContainerLogReader.IsWorthReading(clean, c)).Take(isOneOfMany ? 1 : GatheringLimits.LoggedContainers).ToHashSet();
        var read = Task.WhenAll(containers.Select(c => logged.Contains(c) ? _logs.ReadAsync(clean, c, isOneOfMany, cancellationToken) : Task.FromResult(c)));
        await Task.WhenAll(seen, read).ConfigureAwait(false);
        return new PodFacts { Pod = clean, Containers = await read.ConfigureAwait(false), Events = await seen.ConfigureAwait(false) };
    }

    /// <summary>The pod as its object tells of it, without events and logs.</summary>
    public PodFacts Unread(V1Pod pod)
    {
        var clean = _sanitizer.Sanitize(pod);
        return new PodFacts { Pod = clean, Containers = Containers(clean) };
    }

    private static List<ContainerFacts> Containers(V1Pod pod) =>
    [
        .. Join(pod.Spec.InitContainers, pod.Status.InitContainerStatuses, isInit: true),
        .. Join(pod.Spec.Containers, pod.Status.ContainerStatuses, isInit: false),
    ];

    private static IEnumerable<ContainerFacts> Join(IList<V1Container>? containers, IList<V1ContainerStatus>? statuses, bool isInit) =>
        (containers ?? []).Select(c => new ContainerFacts { Spec = c, IsInit = isInit, Status = statuses?.FirstOrDefault(s => s.Name == c.Name) });
}
