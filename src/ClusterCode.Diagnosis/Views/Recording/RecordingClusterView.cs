using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Redaction;
using ClusterCode.Diagnosis.Views.Dynamic;
using ClusterCode.Diagnosis.Views.Recorded;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views.Recording;

/// <summary>
/// Passes every read on and keeps the answer, redacted, so that the same questions can be answered again without the cluster. What was refused is kept as
/// refused, and what did not exist as missing.
/// </summary>
/// <param name="inner">The view that is asked.</param>
/// <param name="redactor">Takes secrets out of what is kept.</param>
/// <param name="clock">Tells the time of the recording.</param>
public sealed class RecordingClusterView(IClusterView inner, ISecretRedactor redactor, TimeProvider clock) : IClusterView
{
    private readonly RecordedObjectRedactor _objects = new(redactor);
    private readonly Lock _lock = new();

    /// <summary>What was recorded so far. Not to be read while reads are under way.</summary>
    public ClusterRecording Recording { get; } = new() { Source = "the snapshot", IsComplete = false, RecordedAt = clock.GetUtcNow() };

    /// <inheritdoc />
    public async Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var found = await inner.GetAsync<T>(ns, name, cancellationToken).ConfigureAwait(false);
        var kind = RecordedKind.Of(ApiResource.Of<T>());
        lock (_lock)
        {
            if (found.IsFound)
            {
                Keep(kind, found.Value, isPartial: false);
            }
            else
            {
                Recording.Add(new RecordedRead { Group = kind.Group, Kind = kind.Kind, Namespace = ns, Name = name, Verb = "get", Status = found.Status, Message = Text(found.Message) });
            }
        }

        return found;
    }

    /// <inheritdoc />
    public async Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = await inner.ListAsync<T>(ns, query, cancellationToken).ConfigureAwait(false);
        var kind = RecordedKind.Of(ApiResource.Of<T>());
        lock (_lock)
        {
            foreach (var item in found.Value ?? [])
            {
                Keep(kind, item, query.MetadataOnly);
            }

            Recording.Add(new RecordedRead
            {
                Group = kind.Group,
                Kind = kind.Kind,
                Namespace = ns,
                IsOfAllNamespaces = ns is null && !found.IsFound,
                Verb = "list",
                LabelSelector = query.LabelSelector,
                FieldSelector = query.FieldSelector,
                MetadataOnly = query.MetadataOnly,
                Status = found.Status,
                Message = Text(found.Message),
            });
        }

        return found;
    }

    /// <inheritdoc />
    public async Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = await inner.ReadLogAsync(query, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            if (found.IsFound)
            {
                Recording.AddLog(query.Namespace, query.Pod, query.Container, query.Previous, redactor.Redact(TextBounds.Clean(found.Value)));
            }
            else
            {
                Recording.Add(new RecordedRead
                {
                    Kind = RecordedKind.Log.Kind,
                    Namespace = query.Namespace,
                    Name = query.Pod,
                    Container = query.Container,
                    Previous = query.Previous,
                    Status = found.Status,
                    Message = Text(found.Message),
                });
            }
        }

        return found;
    }

    /// <inheritdoc />
    public async Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(line);
        var read = new StringBuilder();
        var found = await inner.ScanLogAsync(
            query,
            text =>
            {
                read.Append(text).Append('\n');
                line(text);
            },
            cancellationToken).ConfigureAwait(false);
        if (found.IsFound)
        {
            // It holds the end, too, which was recorded before.
            lock (_lock)
            {
                Recording.AddLog(query.Namespace, query.Pod, query.Container, query.Previous, redactor.Redact(TextBounds.Clean(read.ToString())));
            }
        }

        return found;
    }

    /// <inheritdoc />
    public Task<Lookup<ServedKind>> FindKindAsync(string? apiVersion, string kind, CancellationToken cancellationToken) => inner.FindKindAsync(apiVersion, kind, cancellationToken);

    /// <inheritdoc />
    public async Task<Lookup<ClusterObject>> GetAsync(ServedKind kind, string? ns, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var found = await inner.GetAsync(kind, ns, name, cancellationToken).ConfigureAwait(false);
        var recorded = RecordedKind.Of(kind.ApiVersion, kind.Kind);
        lock (_lock)
        {
            if (found.IsFound)
            {
                var document = JsonObject.Create(found.Value.Document)!;
                (document["metadata"] as JsonObject)?.Remove("managedFields");
                Recording.AddObject(recorded, new RecordedObject(new ObjectKey(ns, name), _objects.Redact(document, kind.Kind), Recording.Source, false));
            }
            else
            {
                Recording.Add(new RecordedRead { Group = recorded.Group, Kind = recorded.Kind, Namespace = ns, Name = name, Verb = "get", Status = found.Status, Message = Text(found.Message) });
            }
        }

        return found;
    }

    private void Keep<T>(RecordedKind kind, T value, bool isPartial)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (value.Metadata?.Name is not { Length: > 0 } name)
        {
            return;
        }

        var node = Node(value);
        node["kind"] = kind.Kind;
        node["apiVersion"] ??= ApiResource.Of<T>().ApiVersion;
        if (isPartial)
        {
            node = new JsonObject { ["apiVersion"] = node["apiVersion"]!.DeepClone(), ["kind"] = kind.Kind, [RecordedDocuments.PartialMark] = true, ["metadata"] = node["metadata"]?.DeepClone() };
        }

        Recording.AddObject(kind, new RecordedObject(new ObjectKey(value.Metadata.NamespaceProperty, name), _objects.Redact(node, kind.Kind), Recording.Source, isPartial));
    }

    // Of a Secret only the names of its keys are written, whoever read it.
    private static JsonObject Node<T>(T value)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (value is V1Secret secret)
        {
            var metadata = (JsonObject)Serialize(secret.Metadata with { Annotations = null, ManagedFields = null });
            return new JsonObject
            {
                ["metadata"] = metadata,
                ["type"] = secret.Type,
                ["data"] = new JsonObject((secret.Data ?? new Dictionary<string, byte[]>()).Keys.Select(k => KeyValuePair.Create<string, JsonNode?>(k, ""))),
            };
        }

        var node = (JsonObject)Serialize(value);
        (node["metadata"] as JsonObject)?.Remove("managedFields");
        return node;
    }

    private static JsonNode Serialize<T>(T value)
        where T : class => JsonSerializer.SerializeToNode(value, ClusterObjectsJsonContext.Default.GetTypeInfo(typeof(T))
            ?? throw new NotSupportedException($"{typeof(T).Name} is not listed in {nameof(ClusterObjectsJsonContext)}"))!;

    private string? Text(string? message) => message is null ? null : redactor.Redact(TextBounds.Clean(message));
}
