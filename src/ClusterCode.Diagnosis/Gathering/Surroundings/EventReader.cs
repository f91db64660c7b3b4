using System.Collections.Concurrent;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Redaction;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>Reads events through core/v1, which every version serves: by object for a few of them, or all of a namespace at once for many.</summary>
internal sealed class EventReader(IClusterView view, ISecretRedactor redactor)
{
    /// <summary>What client-go puts before the message of an event that stands for many; it says nothing of the failure.</summary>
    private const string Combined = "(combined from similar events): ";

    /// <summary>One request for each object.</summary>
    public IEventSource OfObjects(string ns) => new ByObject(view, redactor, ns);

    /// <summary>One request for all objects.</summary>
    public async Task<IEventSource> OfNamespaceAsync(string ns, CancellationToken cancellationToken)
    {
        var found = await view.ListAsync<Corev1Event>(ns, new ListQuery { MaxItems = GatheringLimits.NamespaceEvents }, cancellationToken).ConfigureAwait(false);
        return new OfAll(found, redactor, ns);
    }

    private static EventFacts Read(Corev1Event seen, ISecretRedactor redactor) => new(
        seen.Reason ?? "",
        redactor.Redact(TextBounds.Cut(TextBounds.Clean(Told(seen.Message ?? "")), GatheringLimits.MessageBytes)),
        seen.Type == "Warning",
        Math.Max(1, seen.Series?.Count ?? seen.Count ?? 1),
        seen.FirstTimestamp ?? seen.EventTime ?? seen.Metadata.CreationTimestamp,
        seen.Series?.LastObservedTime ?? seen.LastTimestamp ?? seen.EventTime ?? seen.Metadata.CreationTimestamp,
        $"event/{seen.Metadata.Name} on {seen.InvolvedObject?.Kind?.ToLowerInvariant()}/{seen.InvolvedObject?.Name}",
        string.IsNullOrEmpty(seen.InvolvedObject?.FieldPath) ? null : seen.InvolvedObject.FieldPath);

    private static string Told(string message) => message.StartsWith(Combined, StringComparison.Ordinal) ? message[Combined.Length..] : message;

    private static IReadOnlyList<EventFacts> Read(IEnumerable<Corev1Event> seen, ISecretRedactor redactor) =>
        [.. seen.Select(e => Read(e, redactor)).OrderByDescending(e => e.LastSeen).Take(GatheringLimits.Events)];

    private static string Problem(string ns, LookupStatus status, string? message) => status == LookupStatus.Forbidden
        ? $"The operator may not list events in namespace {ns}; what they would tell is missing."
        : $"Events of namespace {ns} could not be read ({message}); what they would tell is missing.";

    private sealed class ByObject(IClusterView view, ISecretRedactor redactor, string ns) : IEventSource
    {
        private readonly ConcurrentDictionary<string, bool> _problems = new(StringComparer.Ordinal);

        public IReadOnlyCollection<string> Problems => [.. _problems.Keys];

        public async Task<IReadOnlyList<EventFacts>> ReadAsync(EventObject about, CancellationToken cancellationToken)
        {
            var selector = about.Uid is { Length: > 0 } uid ? $"involvedObject.uid={uid}" : $"involvedObject.kind={about.Kind},involvedObject.name={about.Name}";
            var found = await view.ListAsync<Corev1Event>(ns, new ListQuery(FieldSelector: selector) { MaxItems = GatheringLimits.Events }, cancellationToken).ConfigureAwait(false);
            if (!found.IsFound)
            {
                _problems.TryAdd(Problem(ns, found.Status, found.Message), true);
                return [];
            }

            return Read(found.Value, redactor);
        }
    }

    private sealed class OfAll(Lookup<IReadOnlyList<Corev1Event>> found, ISecretRedactor redactor, string ns) : IEventSource
    {
        private readonly ILookup<(string?, string?), Corev1Event> _byObject =
            (found.Value ?? []).ToLookup(e => (e.InvolvedObject?.Kind, e.InvolvedObject?.Name));

        public IReadOnlyCollection<string> Problems => found.IsFound ? [] : [Problem(ns, found.Status, found.Message)];

        public Task<IReadOnlyList<EventFacts>> ReadAsync(EventObject about, CancellationToken cancellationToken) =>
            Task.FromResult(Read(_byObject[(about.Kind, about.Name)].Where(e => about.Uid is null || e.InvolvedObject.Uid is null || e.InvolvedObject.Uid == about.Uid), redactor));
    }
}
