using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>An API server in memory: objects by kind and key, resource versions, conflicts. Requests are noted as <c>verb plural key</c>.</summary>
internal sealed class FakeApiClient : IApiClient
{
    private readonly Dictionary<(string Plural, ObjectKey Key), object> _objects = [];
    private long _version = 100;

    /// <summary>Every request, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The bodies of the patches, in order.</summary>
    public List<JsonNode> Patches { get; } = [];

    /// <summary>The preconditions of the deletions, in order.</summary>
    public List<DeletePreconditions?> Deletions { get; } = [];

    /// <summary>Asked before each request, which it gets as noted; what it returns is thrown.</summary>
    public Func<string, Exception?> Refuse { get; set; } = _ => null;

    public void Put<T>(ResourceDefinition<T> definition, T obj)
        where T : class => _objects[(definition.Plural, definition.KeyOf(obj))] = definition.Clone(obj);

    public T? Peek<T>(ResourceDefinition<T> definition, ObjectKey key)
        where T : class => _objects.TryGetValue((definition.Plural, key), out var obj) ? definition.Clone((T)obj) : null;

    public void Remove(ResourceDefinition definition, ObjectKey key) => _objects.Remove((definition.Plural, key));

    public Task<T?> GetAsync<T>(ResourceDefinition<T> definition, ObjectKey key, CancellationToken cancellationToken)
        where T : class
    {
        Note("get", definition, key);
        return Task.FromResult(Peek(definition, key));
    }

    public Task<ResourceList<T>> ListAsync<T>(ResourceDefinition<T> definition, ListOptions options, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException("Nothing under test lists.");

    public Task<T> CreateAsync<T>(ResourceDefinition<T> definition, T obj, CancellationToken cancellationToken)
        where T : class
    {
        var key = definition.KeyOf(obj);
        Note("create", definition, key);
        if (_objects.ContainsKey((definition.Plural, key)))
            throw new ApiStatusException(HttpStatusCode.Conflict, "AlreadyExists", $"{definition} {key} already exists");
        return Task.FromResult(Store(definition, key, JsonSerializer.SerializeToNode(obj, definition.JsonTypeInfo)!, created: true));
    }

    public Task<T> PatchAsync<T>(
        ResourceDefinition<T> definition, ObjectKey key, PatchKind kind, JsonNode body, string? subresource = null, string? fieldManager = null,
        CancellationToken cancellationToken = default)
        where T : class
    {
        Note("patch", definition, key);
        Patches.Add(body);
        var current = Peek(definition, key) ?? throw NotFound(definition, key);
        var node = JsonSerializer.SerializeToNode(current, definition.JsonTypeInfo)!;
        Merge(node.AsObject(), body.AsObject());
        return Task.FromResult(Store(definition, key, node, created: false));
    }

    public Task<bool> DeleteAsync<T>(ResourceDefinition<T> definition, ObjectKey key, DeletePreconditions? preconditions, CancellationToken cancellationToken)
        where T : class
    {
        Note("delete", definition, key);
        Deletions.Add(preconditions);
        return Task.FromResult(_objects.Remove((definition.Plural, key)));
    }

    /// <summary>Replaces the status, if the object is still at the version of <paramref name="original"/>; nothing is noted where it is equal.</summary>
    public T WriteStatus<T>(ResourceDefinition<T> definition, T original, JsonNode status)
        where T : class
    {
        var before = JsonSerializer.SerializeToNode(original, definition.JsonTypeInfo)!;
        if (JsonNode.DeepEquals(before["status"], status))
            return original;
        var metadata = definition.ReadMetadata(original);
        Note("status", definition, metadata.Key);
        var current = Peek(definition, metadata.Key) ?? throw NotFound(definition, metadata.Key);
        if (definition.ReadMetadata(current).ResourceVersion != metadata.ResourceVersion)
            throw Conflict(definition, metadata.Key);
        var node = JsonSerializer.SerializeToNode(current, definition.JsonTypeInfo)!;
        node["status"] = status;
        return Store(definition, metadata.Key, node, created: false);
    }

    public static ApiStatusException Conflict(ResourceDefinition definition, ObjectKey key) =>
        new(HttpStatusCode.Conflict, "Conflict", $"{definition} {key}: the object has been modified");

    public static ApiStatusException NotFound(ResourceDefinition definition, ObjectKey key) =>
        new(HttpStatusCode.NotFound, "NotFound", $"{definition} {key} not found");

    public static ApiStatusException Forbidden(string message) => new(HttpStatusCode.Forbidden, "Forbidden", message);

    private T Store<T>(ResourceDefinition<T> definition, ObjectKey key, JsonNode node, bool created)
        where T : class
    {
        node["metadata"]!["resourceVersion"] = (++_version).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (created)
        {
            node["metadata"]!["uid"] = $"uid-{key.Name}";
            node["metadata"]!["generation"] = 1;
        }

        var stored = node.Deserialize(definition.JsonTypeInfo)!;
        _objects[(definition.Plural, key)] = stored;
        return definition.Clone(stored);
    }

    private void Note(string verb, ResourceDefinition definition, ObjectKey key)
    {
        var request = $"{verb} {definition.Plural} {key}";
        Requests.Add(request);
        if (Refuse(request) is { } refusal)
            throw refusal;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject nested && target[name] is JsonObject existing)
                Merge(existing, nested);
            else
                target[name] = value.DeepClone();
        }
    }
}
