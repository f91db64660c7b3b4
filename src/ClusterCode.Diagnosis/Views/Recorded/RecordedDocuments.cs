using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>Takes documents apart: single objects, lists, logs.</summary>
internal static class RecordedDocuments
{
    /// <summary>The kind of documents that hold a log.</summary>
    public const string LogKind = "Log";

    /// <summary>The field that marks an object of which only metadata was read.</summary>
    public const string PartialMark = "partial";

    /// <summary>Lists within lists that are looked into; <c>kubectl</c> writes one.</summary>
    private const int MaxListDepth = 3;

    /// <summary>The fields of a Secret that hold values.</summary>
    private static readonly string[] SecretFields = ["data", "stringData"];

    /// <summary>Adds every document of a text, YAML or JSON.</summary>
    public static void AddText(ClusterRecording recording, string text, string source)
    {
        foreach (var document in SnapshotText.Parse(text, source))
        {
            Add(recording, document, source);
        }
    }

    /// <summary>Adds one document.</summary>
    public static void Add(ClusterRecording recording, JsonElement document, string source) => Add(recording, document, source, null, null, 0);

    private static void Add(ClusterRecording recording, JsonElement document, string source, string? listApiVersion, string? itemKind, int depth)
    {
        if (document.ValueKind != JsonValueKind.Object || (Text(document, "kind") ?? itemKind) is not { Length: > 0 } kind)
        {
            return;
        }

        var apiVersion = Text(document, "apiVersion") ?? listApiVersion;
        if (document.TryGetProperty("items", out var items) && items.ValueKind is JsonValueKind.Array or JsonValueKind.Null)
        {
            if (depth < MaxListDepth)
            {
                AddList(recording, items, source, apiVersion, kind, depth);
            }
        }
        else if (kind == LogKind && apiVersion is null)
        {
            AddLog(recording, document, source);
        }
        else
        {
            AddObject(recording, document, RecordedKind.Of(apiVersion, kind), source);
        }
    }

    // Items of a typed list (PodList) name neither their kind nor their version; those of `kind: List` do. Whoever lists a kind of a namespace has all of it.
    private static void AddList(ClusterRecording recording, JsonElement items, string source, string? apiVersion, string listKind, int depth)
    {
        var itemKind = listKind.Length > "List".Length && listKind.EndsWith("List", StringComparison.Ordinal) ? listKind[..^"List".Length] : null;
        if (items.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var item in items.EnumerateArray())
        {
            Add(recording, item, source, itemKind is null ? null : apiVersion, itemKind, depth + 1);
        }

        var scopes = items.EnumerateArray()
            .Where(i => i.ValueKind == JsonValueKind.Object && !i.TryGetProperty(PartialMark, out _))
            .Select(i => (Kind: Text(i, "kind") ?? itemKind, ApiVersion: Text(i, "apiVersion") ?? apiVersion, Namespace: Metadata(i, "namespace")))
            .Where(i => i.Kind is not null)
            .Select(i => (Kind: RecordedKind.Of(i.ApiVersion, i.Kind!), i.Namespace))
            .Distinct();
        foreach (var (kind, ns) in scopes)
        {
            recording.Add(new RecordedRead { Group = kind.Group, Kind = kind.Kind, Namespace = ns, Status = LookupStatus.Found });
        }
    }

    private static void AddLog(ClusterRecording recording, JsonElement log, string source)
    {
        var (pod, container) = (Text(log, "pod"), Text(log, "container"));
        if (pod is null || container is null)
        {
            throw new SnapshotException($"{source}: a document of kind Log names no {(pod is null ? "pod" : "container")}. It needs pod, container and text, and may have namespace and previous.");
        }

        var ns = Text(log, "namespace") ?? recording.Of(new RecordedKind("", "Pod")).FirstOrDefault(p => p.Key.Name == pod)?.Key.Namespace ?? (recording.Namespaces is [var first, ..] ? first : null)
            ?? throw new SnapshotException($"{source}: the log of pod {pod} stands before any object and names no namespace. Name it (namespace: …), or put the pod before it.");
        recording.AddLog(ns, pod, container, log.TryGetProperty("previous", out var previous) && previous.ValueKind == JsonValueKind.True, Text(log, "text") ?? "");
    }

    private static void AddObject(ClusterRecording recording, JsonElement document, RecordedKind kind, string source)
    {
        if (Metadata(document, "name") is not { Length: > 0 } name)
        {
            // What has a kind and no name is no object of the API: a kustomization, a review.
            return;
        }

        var partial = document.TryGetProperty(PartialMark, out var mark) && mark.ValueKind == JsonValueKind.True;
        recording.AddObject(kind, new RecordedObject(new ObjectKey(Metadata(document, "namespace"), name), Clean(document, kind), source, partial));
    }

    // Of a Secret, only the names of its keys may go any further; its annotations may repeat the values.
    private static JsonElement Clean(JsonElement document, RecordedKind kind)
    {
        if (kind != new RecordedKind("", "Secret"))
        {
            return NullItems.Removed(document);
        }

        var copy = JsonObject.Create(document)!;
        var keys = SecretFields.Select(p => copy[p]).OfType<JsonObject>().SelectMany(o => o.Select(e => e.Key)).Distinct(StringComparer.Ordinal).ToList();
        copy.Remove("stringData");
        copy["data"] = new JsonObject(keys.Select(k => KeyValuePair.Create<string, JsonNode?>(k, "")));
        (copy["metadata"] as JsonObject)?.Remove("annotations");
        (copy["metadata"] as JsonObject)?.Remove("managedFields");
        return JsonSerializer.SerializeToElement(copy);
    }

    private static string? Metadata(JsonElement document, string field) =>
        document.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object ? Text(metadata, field) : null;

    private static string? Text(JsonElement document, string field) =>
        document.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
