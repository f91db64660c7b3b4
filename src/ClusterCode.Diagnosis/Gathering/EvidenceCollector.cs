using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Gathering.Targets;
using ClusterCode.Diagnosis.Redaction;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>Gathers from a view of the cluster: first which workloads and pods are meant, then, side by side, what concerns the pods that fail.</summary>
internal sealed class EvidenceCollector(IClusterView view, ISecretRedactor redactor, TimeProvider clock) : ICaseGatherer
{
    private readonly TargetResolver _targets = new(view);
    private readonly PodReader _pods = new(view, redactor);
    private readonly EventReader _events = new(view, redactor);
    private readonly ReferencedObjectReader _references = new(view, redactor);
    private readonly NodeReader _nodes = new(view);

    /// <inheritdoc />
    public async Task<GatherResult> GatherAsync(DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var now = clock.GetUtcNow();
        var resolution = await _targets.ResolveAsync(subject, cancellationToken).ConfigureAwait(false);
        if (resolution.Refusal is { } refusal)
        {
            return GatherResult.Refused(refusal, resolution.Message!);
        }

        var notes = resolution.Message is { } note ? new List<string> { note } : [];
        var chosen = Choose(resolution.Workloads, now, notes);
        var events = resolution.IsNamespaceWide && chosen.Any(c => c.Pods.Count > 0 || c.Selection.LacksPods)
            ? await _events.OfNamespaceAsync(subject.Namespace, cancellationToken).ConfigureAwait(false)
            : _events.OfObjects(subject.Namespace);
        var workloads = Task.WhenAll(chosen.Select(c => GatherWorkloadAsync(c, events, cancellationToken)));
        var pods = chosen.SelectMany(c => c.Pods).ToList();
        var references = _references.ReadAsync(subject.Namespace, pods, cancellationToken);
        var nodes = _nodes.ReadAsync(pods, cancellationToken);
        await Task.WhenAll(workloads, references, nodes).ConfigureAwait(false);
        var (referred, surroundings) = (await references.ConfigureAwait(false), await nodes.ConfigureAwait(false));
        var file = new CaseFile
        {
            Namespace = subject.Namespace,
            Now = now,
            Workloads = await workloads.ConfigureAwait(false),
            ConfigMaps = referred.ConfigMaps,
            ConfigMapNames = referred.ConfigMapNames,
            SecretKeys = referred.SecretKeys,
            Claims = referred.Claims,
            Services = referred.Services,
            Nodes = surroundings.Nodes,
            NodeUsage = surroundings.Usage,
            Notes = [.. notes, .. events.Problems],
        };
        return GatherResult.Of(AccessNotes.Of(file) is { } denied ? file with { Notes = [.. file.Notes, denied] } : file);
    }

    private static List<ChosenWorkload> Choose(IReadOnlyList<WorkloadSelection> selections, DateTimeOffset now, List<string> notes)
    {
        var unhealthy = 0;
        var chosen = new List<ChosenWorkload>();
        foreach (var selection in selections)
        {
            var failing = selection.Pods.Count(p => PodHealth.Of(p, now) == PodState.Failing);
            var needsLook = selection.Pods.Any(p => PodHealth.Of(p, now) is PodState.Failing or PodState.Starting) || selection.LacksPods;
            var within = needsLook && ++unhealthy <= GatheringLimits.Workloads;
            chosen.Add(new ChosenWorkload(selection, failing, within ? PodChoice.Representatives(selection.Pods, now) : []));
        }

        if (unhealthy > GatheringLimits.Workloads)
        {
            notes.Add($"{unhealthy} workloads are unhealthy; only {GatheringLimits.Workloads} of them were looked into. Diagnose the others by spec.target or spec.selector.");
        }

        return chosen;
    }

    private async Task<WorkloadFacts> GatherWorkloadAsync(ChosenWorkload chosen, IEventSource events, CancellationToken cancellationToken)
    {
        var selection = chosen.Selection;
        var ownEvents = selection.LacksPods || selection.Job is not null
            ? Task.WhenAll(selection.EventObjects.Select(o => events.ReadAsync(o, cancellationToken)))
            : Task.FromResult(Array.Empty<IReadOnlyList<EventFacts>>());
        var pods = Task.WhenAll(chosen.Pods.Select(p => _pods.ReadAsync(p, events, cancellationToken)));
        await Task.WhenAll(ownEvents, pods).ConfigureAwait(false);
        return new WorkloadFacts
        {
            Reference = selection.Reference,
            Owners = selection.Owners,
            DesiredReplicas = selection.DesiredReplicas,
            PodCount = selection.Pods.Count,
            FailingPodCount = chosen.FailingPods,
            Created = selection.Created,
            ControllerProblem = selection.Problem is { } problem ? problem with { Message = redactor.Redact(TextBounds.Line(problem.Message, GatheringLimits.MessageBytes)) } : null,
            RestartsInLastDay = PodHealth.Restarts(selection.Pods, clock.GetUtcNow()),
            ReadyPodCount = selection.Pods.Count(PodHealth.IsReady),
            FinishedPodCount = selection.Pods.Count(p => p.Status?.Phase == "Succeeded"),
            Pods = await pods.ConfigureAwait(false),
            Job = selection.Job,
            Events = [.. (await ownEvents.ConfigureAwait(false)).SelectMany(e => e).OrderByDescending(e => e.LastSeen)],
        };
    }

    private sealed record ChosenWorkload(WorkloadSelection Selection, int FailingPods, IReadOnlyList<k8s.Models.V1Pod> Pods);
}
