using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Gathering.Targets;
using ClusterCode.Diagnosis.Redaction;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>Gathers workloads: the pods that stand for each, their events and logs, and what they refer to.</summary>
internal sealed class WorkloadCollector(ISecretRedactor redactor, TimeProvider clock)
{
    /// <summary>The case with the resolution's workloads.</summary>
    public async Task<CaseFile> AddAsync(CaseFile file, TargetResolution resolution, CaseReaders readers, CancellationToken cancellationToken)
    {
        if (resolution.Workloads.Count == 0)
        {
            return file;
        }

        var notes = new List<string>();
        var chosen = Choose(resolution, file.Now, notes);
        var events = resolution.IsNamespaceWide && chosen.Any(c => c.Pods.Count > 0 || c.Selection.LacksPods)
            ? await readers.Events.OfNamespaceAsync(file.Namespace, cancellationToken).ConfigureAwait(false)
            : readers.Events.OfObjects(file.Namespace);
        var workloads = Task.WhenAll(chosen.Select(c => GatherAsync(c, events, resolution.IsNamespaceWide, readers, cancellationToken)));
        var pods = chosen.SelectMany(c => c.Pods).ToList();
        var references = readers.References.ReadAsync(file.Namespace, pods, cancellationToken);
        var nodes = readers.Nodes.ReadAsync(pods, cancellationToken);
        await Task.WhenAll(workloads, references, nodes).ConfigureAwait(false);
        var (referred, surroundings) = (await references.ConfigureAwait(false), await nodes.ConfigureAwait(false));
        return file with
        {
            Workloads = [.. file.Workloads, .. await workloads.ConfigureAwait(false)],
            ConfigMaps = Merged(file.ConfigMaps, referred.ConfigMaps),
            ConfigMapNames = [.. file.ConfigMapNames.Union(referred.ConfigMapNames)],
            SecretKeys = Merged(file.SecretKeys, referred.SecretKeys),
            Claims = Merged(file.Claims, referred.Claims),
            Services = file.Services ?? referred.Services,
            Nodes = Widest(file.Nodes, surroundings.Nodes),
            NodeUsage = file.NodeUsage ?? surroundings.Usage,
            Notes = [.. file.Notes.Concat(notes).Concat(events.Problems).Distinct()],
        };
    }

    // The nodes of followed pods may be read after those of the first ones.
    private static Lookup<IReadOnlyList<V1Node>>? Widest(Lookup<IReadOnlyList<V1Node>>? before, Lookup<IReadOnlyList<V1Node>>? now) => (before, now) switch
    {
        ({ IsFound: true }, { IsFound: true }) => Lookup.Found<IReadOnlyList<V1Node>>([.. before.Value.Concat(now.Value).DistinctBy(n => n.Metadata.Name)]),
        (_, { IsFound: true }) => now,
        _ => before ?? now,
    };

    private static IReadOnlyDictionary<string, T> Merged<T>(IReadOnlyDictionary<string, T> before, IReadOnlyDictionary<string, T> now)
    {
        if (before.Count == 0)
        {
            return now;
        }

        var all = new Dictionary<string, T>(before, StringComparer.Ordinal);
        foreach (var (name, value) in now)
        {
            all[name] = value;
        }

        return all;
    }

    private static List<ChosenWorkload> Choose(TargetResolution resolution, DateTimeOffset now, List<string> notes)
    {
        var judged = resolution.Workloads
            .Select(w => (Selection: w, Failing: w.Pods.Count(p => PodHealth.Of(p, now) == PodState.Failing), IsStarting: w.Pods.Any(p => PodHealth.Of(p, now) == PodState.Starting)))
            .ToList();
        var unhealthy = judged.Where(w => w.Failing > 0 || w.IsStarting || w.Selection.LacksPods).ToList();
        if (unhealthy.Count > GatheringLimits.Workloads)
        {
            notes.Add($"{unhealthy.Count} workloads are unhealthy; only {GatheringLimits.Workloads} of them were looked into. Diagnose the others by spec.target or spec.selector.");
        }

        // What fails says more than what only starts.
        var within = unhealthy.OrderByDescending(w => w.Failing > 0).Take(GatheringLimits.Workloads).Select(w => w.Selection).ToHashSet(ReferenceEqualityComparer.Instance);
        var most = resolution.IsNamespaceWide ? 1 : GatheringLimits.PodsOfWorkload;
        return [.. judged.Select(w => new ChosenWorkload(w.Selection, w.Failing, within.Contains(w.Selection) ? PodChoice.Representatives(w.Selection.Pods, now, most) : []))];
    }

    private async Task<WorkloadFacts> GatherAsync(ChosenWorkload chosen, IEventSource events, bool isOneOfMany, CaseReaders readers, CancellationToken cancellationToken)
    {
        var selection = chosen.Selection;
        var ownEvents = selection.LacksPods || selection.Job is not null
            ? Task.WhenAll(selection.EventObjects.Select(o => events.ReadAsync(o, cancellationToken)))
            : Task.FromResult(Array.Empty<IReadOnlyList<EventFacts>>());
        var pods = Task.WhenAll(chosen.Pods.Select(p => readers.Pods.ReadAsync(p, events, isOneOfMany, cancellationToken)));
        await Task.WhenAll(ownEvents, pods).ConfigureAwait(false);
        return new WorkloadFacts
        {
            Reference = selection.Reference,
            Controller = selection.Controller is { } controller ? readers.Sanitizer.Sanitize(controller) : null,
            IsFollowed = selection.IsFollowed,
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
            ReadyPod = selection.Pods.Where(PodHealth.IsReady).OrderByDescending(PodHealth.LastRestart).ThenBy(p => p.Metadata.Name, StringComparer.Ordinal).FirstOrDefault() is { } ready ? readers.Pods.Unread(ready) : null,
            Job = selection.Job,
            Events = [.. (await ownEvents.ConfigureAwait(false)).SelectMany(e => e).OrderByDescending(e => e.LastSeen)],
        };
    }

    private sealed record ChosenWorkload(WorkloadSelection Selection, int FailingPods, IReadOnlyList<V1Pod> Pods);
}
