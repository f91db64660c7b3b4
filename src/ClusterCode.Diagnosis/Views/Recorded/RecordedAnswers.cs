namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>What a recording knows of a read beside the objects: that it was refused, that it was made, or nothing.</summary>
internal sealed class RecordedAnswers(ClusterRecording recording)
{
    private const string Get = "get";
    private const string List = "list";

    private readonly ILookup<RecordedKind, RecordedRead> _refusals =
        recording.Reads.Where(r => r.Status != LookupStatus.Found).ToLookup(r => r.About);

    private readonly ILookup<RecordedKind, RecordedRead> _lists =
        recording.Reads.Where(r => r is { Status: LookupStatus.Found, Name: null }).ToLookup(r => r.About);

    /// <summary>How a read was refused; null where it was not. <paramref name="name"/> is null for lists.</summary>
    public Lookup<T>? Refusal<T>(RecordedKind kind, string? ns, string? name, ListQuery? query = null)
        where T : class
    {
        var verb = name is null ? List : Get;
        var refusal = _refusals[kind].FirstOrDefault(r =>
            (r.Verb is null || r.Verb == verb)
            && (r.IsOfAllNamespaces ? ns is null : r.Namespace is null || r.Namespace == ns)
            && (r.Name is null || r.Name == name)
            && (r.LabelSelector is null || r.LabelSelector == query?.LabelSelector)
            && (r.FieldSelector is null || r.FieldSelector == query?.FieldSelector));
        return refusal is null ? null : As<T>(refusal);
    }

    /// <summary>How the read of a log was refused; null where it was not.</summary>
    public Lookup<string>? LogRefusal(LogKey log)
    {
        var refusal = _refusals[RecordedKind.Log].FirstOrDefault(r =>
            (r.Namespace is null || r.Namespace == log.Namespace)
            && (r.Name is null || (r.Name == log.Pod && (r.Container is null || (r.Container == log.Container && r.Previous == log.Previous)))));
        return refusal is null ? null : As<string>(refusal);
    }

    /// <summary>Whether an object that the recording does not hold did not exist.</summary>
    public bool IsAbsent(RecordedKind kind, string? ns, string name) =>
        recording.Find(kind, ns, name) is null
        && (recording.IsComplete || _lists[kind].Any(l => Covers(l, ns) && l is { LabelSelector: null, FieldSelector: null, Message: null }));

    /// <summary>The read that holds all that a list asks for; null where none does, and the list's answer is not known.</summary>
    public RecordedRead? Coverage(RecordedKind kind, string? ns, ListQuery query)
    {
        var found = _lists[kind].Where(l => Covers(l, ns) && (query.MetadataOnly || !l.MetadataOnly) && Within(l.LabelSelector, query.LabelSelector) && Within(l.FieldSelector, query.FieldSelector)).ToList();
        return found.FirstOrDefault(l => l.Message is null)
            ?? (recording.IsComplete ? new RecordedRead { Kind = kind.Kind } : found.FirstOrDefault())
            ?? (ns is null ? InPart(kind) : null);
    }

    /// <summary>Why something cannot be told.</summary>
    public string Unknown(RecordedKind kind, string? ns, string? name)
    {
        var what = name is null ? $"a list of {kind}{(ns is null ? "" : $" in namespace {ns}")}" : $"{kind} {(ns is null ? name : $"{ns}/{name}")}";
        return $"{recording.Source} does not hold {what}; it was not read when the snapshot was made";
    }

    private static bool Covers(RecordedRead list, string? ns) => list.Namespace is null || list.Namespace == ns;

    private static bool Within(string? recorded, string? asked) => string.IsNullOrEmpty(recorded) || recorded == asked;

    // Some namespaces were read and all are asked for.
    private RecordedRead? InPart(RecordedKind kind)
    {
        var namespaces = _lists[kind].Where(l => l is { Namespace: not null, LabelSelector: null, FieldSelector: null, MetadataOnly: false }).Select(l => l.Namespace).Distinct().Order(StringComparer.Ordinal).ToList();
        return namespaces.Count == 0 ? null : new RecordedRead { Kind = kind.Kind, Message = $"{recording.Source} holds only namespace{(namespaces.Count == 1 ? "" : "s")} {string.Join(", ", namespaces)}" };
    }

    private static Lookup<T> As<T>(RecordedRead refusal)
        where T : class => refusal.Status switch
        {
            LookupStatus.Missing => Lookup.Missing<T>(refusal.Message),
            LookupStatus.Forbidden => Lookup.Forbidden<T>(refusal.Message ?? $"reading {refusal.Kind} was forbidden when the snapshot was made"),
            _ => Lookup.Unavailable<T>(refusal.Message ?? $"{refusal.Kind} could not be read when the snapshot was made"),
        };
}
