using System.Text.Json;

namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>
/// What was recorded of a cluster: objects, logs, and which reads were made and refused. Built document by document, then read through
/// <see cref="RecordedClusterView"/>. Values of Secrets are dropped as they come in.
/// </summary>
public sealed class ClusterRecording
{
    private readonly Dictionary<RecordedKind, SortedDictionary<ObjectKey, RecordedObject>> _objects = [];
    private readonly Dictionary<LogKey, string> _logs = [];
    private readonly List<RecordedRead> _reads = [];

    /// <summary>Where it came from, for messages.</summary>
    public string Source { get; init; } = "the recording";

    /// <summary>The time at which it was recorded: "now" for whoever judges it.</summary>
    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>The API server's version, where it is known.</summary>
    public string? ServerVersion { get; set; }

    /// <summary>
    /// True: the recording is all there is, and what it does not hold does not exist. False: it holds what was read, and of anything else it cannot tell.
    /// </summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>The objects so far.</summary>
    public int Count => _objects.Values.Sum(o => o.Count);

    internal IReadOnlyList<RecordedRead> Reads => _reads;

    internal IReadOnlyDictionary<LogKey, string> Logs => _logs;

    internal IEnumerable<(RecordedKind Kind, IEnumerable<RecordedObject> Objects)> Objects =>
        _objects.OrderBy(k => k.Key.ToString(), StringComparer.Ordinal).Select(k => (k.Key, (IEnumerable<RecordedObject>)k.Value.Values));

    /// <summary>The namespaces of the recorded objects.</summary>
    public IReadOnlyList<string> Namespaces => [.. _objects.Values.SelectMany(o => o.Keys).Select(k => k.Namespace).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Adds what a YAML or JSON text holds: objects, lists of them, and documents of <c>kind: Log</c>.</summary>
    /// <param name="text">One or several documents.</param>
    /// <param name="source">The file, for messages.</param>
    public void AddText(string text, string source) => RecordedDocuments.AddText(this, text, source);

    /// <summary>Adds an object, a list or a document of <c>kind: Log</c>; what is none of these is left out.</summary>
    public void Add(JsonElement document, string source) => RecordedDocuments.Add(this, document, source);

    /// <summary>Adds the log of a container.</summary>
    public void AddLog(string ns, string pod, string container, bool previous, string text) => _logs[new LogKey(ns, pod, container, previous)] = text;

    /// <summary>Every read of the kind in the namespace (null: in all) is answered so.</summary>
    /// <param name="kind">The kind; <c>Log</c> for logs.</param>
    /// <param name="status">Forbidden, Unavailable or Missing.</param>
    /// <param name="ns">The namespace; null: everywhere.</param>
    /// <param name="group">The API group.</param>
    /// <param name="message">The API server's words.</param>
    public void Deny(string kind, LookupStatus status, string? ns = null, string group = "", string? message = null) =>
        Add(new RecordedRead { Group = group, Kind = kind, Namespace = ns, Status = status, Message = message });

    internal void Add(RecordedRead read) => _reads.Add(read);

    internal void AddObject(RecordedKind kind, RecordedObject value)
    {
        if (!_objects.TryGetValue(kind, out var known))
        {
            _objects[kind] = known = new SortedDictionary<ObjectKey, RecordedObject>(ObjectKey.Order);
        }

        if (!value.IsPartial || !known.ContainsKey(value.Key))
        {
            known[value.Key] = value;
        }
    }

    /// <summary>All objects of a kind, in the order in which the API server lists them.</summary>
    internal IEnumerable<RecordedObject> Of(RecordedKind kind) => _objects.TryGetValue(kind, out var known) ? known.Values : [];

    internal RecordedObject? Find(RecordedKind kind, string? ns, string name) =>
        _objects.TryGetValue(kind, out var known) && known.TryGetValue(new ObjectKey(ns, name), out var found) ? found : null;
}
