using System.Text.Json;
using ClusterCode.Diagnosis.Redaction;
using ClusterCode.Diagnosis.Views.Dynamic;
using ClusterCode.Diagnosis.Views.Selectors;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>
/// Answers from a recording as the API server would have answered. What the recording cannot tell, because it was not read then, is unavailable: never "does
/// not exist".
/// </summary>
/// <param name="recording">The recording; it is not changed any more.</param>
public sealed class RecordedClusterView(ClusterRecording recording) : IClusterView
{
    /// <summary>Bytes of what a decoder says; it repeats values that it cannot read, however long.</summary>
    private const int MaxProblemBytes = 300;

    private readonly RecordedAnswers _answers = new(recording);

    /// <summary>The time of the recording: the <see cref="TimeProvider"/> of an expert that judges it.</summary>
    public TimeProvider Clock { get; } = new RecordedClock(recording.RecordedAt);

    /// <summary>The recording.</summary>
    public ClusterRecording Recording { get; } = recording;

    /// <inheritdoc />
    public Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Get<T>(ns, name));
    }

    /// <inheritdoc />
    public Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(List<T>(ns, query));
    }

    /// <inheritdoc />
    public Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ReadLog(query));
    }

    /// <inheritdoc />
    public Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(line);
        cancellationToken.ThrowIfCancellationRequested();
        var log = ReadLog(query);
        if (log.IsFound)
        {
            foreach (var text in log.Value.Split('\n'))
            {
                line(text);
            }
        }

        return Task.FromResult(log);
    }

    /// <inheritdoc />
    public Task<Lookup<ServedKind>> FindKindAsync(string? apiVersion, string kind, CancellationToken cancellationToken)
    {
        var group = apiVersion is null ? null : RecordedKind.Of(apiVersion, kind).Group;
        var known = Recording.Objects.Where(k => group is null || k.Kind.Group == group).Select(k => Served(k.Kind, apiVersion, k.Objects.First())).ToList();
        return Task.FromResult(KindSearch.Among(known, kind, Recording.Source));
    }

    /// <inheritdoc />
    public Task<Lookup<ClusterObject>> GetAsync(ServedKind kind, string? ns, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var recorded = RecordedKind.Of(kind.ApiVersion, kind.Kind);
        var answer = _answers.Refusal<ClusterObject>(recorded, ns, name)
            ?? (Recording.Find(recorded, ns, name) is { IsPartial: false } found ? Decode(found, () => ClusterObject.Read(found.Document, kind))
            : _answers.IsAbsent(recorded, ns, name) ? Lookup.Missing<ClusterObject>($"{kind.Plural} \"{name}\" not found")
            : Lookup.Unavailable<ClusterObject>(_answers.Unknown(recorded, ns, name)));
        return Task.FromResult(answer);
    }

    private static ServedKind Served(RecordedKind kind, string? apiVersion, RecordedObject one) => new(
        apiVersion ?? (one.Document.TryGetProperty("apiVersion", out var version) && version.ValueKind == JsonValueKind.String ? version.GetString()! : "v1"),
        kind.Kind,
        $"{kind.Kind.ToLowerInvariant()}s",
        one.Key.Namespace is not null);

    private Lookup<T> Get<T>(string? ns, string name)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var resource = ApiResource.Of<T>();
        var kind = RecordedKind.Of(resource);
        if (_answers.Refusal<T>(kind, ns, name) is { } refusal)
        {
            return refusal;
        }

        if (Recording.Find(kind, ns, name) is { IsPartial: false } found)
        {
            return Decode(found, () => ObjectReader.Read<T>(found.Document, resource));
        }

        return _answers.IsAbsent(kind, ns, name)
            ? Lookup.Missing<T>($"{resource.Plural}{(resource.Group.Length == 0 ? "" : $".{resource.Group}")} \"{name}\" not found")
            : Lookup.Unavailable<T>(_answers.Unknown(kind, ns, name));
    }

    private Lookup<IReadOnlyList<T>> List<T>(string? ns, ListQuery query)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var resource = ApiResource.Of<T>();
        var kind = RecordedKind.Of(resource);
        if (_answers.Refusal<IReadOnlyList<T>>(kind, ns, null, query) is { } refusal)
        {
            return refusal;
        }

        if (_answers.Coverage(kind, ns, query) is not { } coverage)
        {
            return Lookup.Unavailable<IReadOnlyList<T>>(_answers.Unknown(kind, ns, null));
        }

        try
        {
            var found = Select(kind, ns, query).Take(query.MaxItems + 1).ToList();
            var items = new List<T>(found.Count);
            foreach (var item in found.Take(query.MaxItems))
            {
                var decoded = Decode(item, () => ObjectReader.Read<T>(query.MetadataOnly ? MetadataOf(item.Document) : item.Document, resource));
                if (!decoded.IsFound)
                {
                    return Lookup.Unavailable<IReadOnlyList<T>>(decoded.Message);
                }

                items.Add(decoded.Value);
            }

            var cut = found.Count > query.MaxItems ? $"there are more than {query.MaxItems}; only so many were read" : coverage.Message;
            return cut is null ? Lookup.Found<IReadOnlyList<T>>(items) : Lookup.Cut<T>(items, cut);
        }
        catch (FormatException problem)
        {
            return Lookup.Unavailable<IReadOnlyList<T>>(problem.Message);
        }
    }

    private IEnumerable<RecordedObject> Select(RecordedKind kind, string? ns, ListQuery query)
    {
        var (labels, fields) = (LabelMatcher.Parse(query.LabelSelector), FieldMatcher.Parse(query.FieldSelector));
        return Recording.Of(kind).Where(o =>
            (ns is null || o.Key.Namespace == ns)
            && (query.MetadataOnly || !o.IsPartial)
            && labels.Matches(LabelsOf(o.Document))
            && fields.Matches(o.Document));
    }

    private Lookup<string> ReadLog(LogQuery query)
    {
        var key = new LogKey(query.Namespace, query.Pod, query.Container, query.Previous);
        if (_answers.LogRefusal(key) is { } refusal)
        {
            return refusal;
        }

        if (Recording.Logs.TryGetValue(key, out var text))
        {
            return Lookup.Found(LogTail.Cut(text, query.TailLines, query.LimitBytes));
        }

        return Recording.IsComplete
            ? Lookup.Missing<string>($"{(query.Previous ? "previous terminated " : "")}container \"{query.Container}\" in pod \"{query.Pod}\" not found")
            : Lookup.Unavailable<string>($"{Recording.Source} holds no {(query.Previous ? "log of the previous run" : "log")} of container {query.Container} of pod {query.Namespace}/{query.Pod}");
    }

    private static Dictionary<string, string> LabelsOf(JsonElement document) =>
        document.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Object
            ? labels.EnumerateObject().Where(l => l.Value.ValueKind == JsonValueKind.String).ToDictionary(l => l.Name, l => l.Value.GetString()!, StringComparer.Ordinal)
            : [];

    private static JsonElement MetadataOf(JsonElement document) =>
        JsonSerializer.SerializeToElement(new System.Text.Json.Nodes.JsonObject { ["metadata"] = System.Text.Json.Nodes.JsonNode.Parse(document.GetProperty("metadata").GetRawText()) });

    private static Lookup<T> Decode<T>(RecordedObject from, Func<T> read)
        where T : class
    {
        try
        {
            return Lookup.Found(read());
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException or NotSupportedException or KeyNotFoundException)
        {
            return Lookup.Unavailable<T>($"{from.Key} in {from.Source} cannot be read: {TextBounds.Line(problem.Message, MaxProblemBytes)}");
        }
    }
}
