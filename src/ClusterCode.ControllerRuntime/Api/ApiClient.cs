using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>Typed requests over an <see cref="ApiConnection"/>.</summary>
internal sealed partial class ApiClient(ApiConnection connection, CollectionReader collections, string defaultFieldManager, ILogger<ApiClient> logger) : IApiClient
{
    public async Task<T?> GetAsync<T>(ResourceDefinition<T> definition, ObjectKey key, CancellationToken cancellationToken)
        where T : class
    {
        var request = new ApiRequest(HttpMethod.Get, ResourcePath.Object(definition, key)) { IsIdempotent = true };
        try
        {
            return await connection.SendAsync(request, (response, token) => ReadAsync(definition, response, token), cancellationToken);
        }
        catch (ApiStatusException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public async Task<ResourceList<T>> ListAsync<T>(ResourceDefinition<T> definition, ListOptions options, CancellationToken cancellationToken)
        where T : class
    {
        var contents = await collections.ReadAllAsync(definition, options, cancellationToken);
        foreach (var item in contents.Unreadable)
            LogUnreadable(definition, item.Key, item.Problem);
        return new ResourceList<T>(contents.ResourceVersion, contents.Items);
    }

    public async Task<T> CreateAsync<T>(ResourceDefinition<T> definition, T obj, CancellationToken cancellationToken)
        where T : class
    {
        var body = JsonSerializer.SerializeToNode(obj, definition.JsonTypeInfo)!.AsObject();
        body["apiVersion"] ??= definition.ApiVersion;
        body["kind"] ??= definition.Kind;
        var ns = definition.ReadMetadata(obj).Namespace;
        if (definition.IsNamespaced && string.IsNullOrEmpty(ns))
            throw new ArgumentException($"The {definition.Kind} to be created has no metadata.namespace, and the kind is namespaced: set it.", nameof(obj));
        var path = ResourcePath.WithQuery(ResourcePath.Collection(definition, definition.IsNamespaced ? ns : null), ("fieldManager", defaultFieldManager));
        var request = new ApiRequest(HttpMethod.Post, path) { Body = Utf8(body) };
        return await connection.SendAsync(request, (response, token) => ReadAsync(definition, response, token), cancellationToken);
    }

    public async Task<T> PatchAsync<T>(
        ResourceDefinition<T> definition,
        ObjectKey key,
        PatchKind kind,
        JsonNode body,
        string? subresource = null,
        string? fieldManager = null,
        CancellationToken cancellationToken = default)
        where T : class
    {
        var path = ResourcePath.WithQuery(
            ResourcePath.Object(definition, key, subresource),
            ("fieldManager", fieldManager ?? defaultFieldManager),
            ("force", kind == PatchKind.Apply ? "true" : null));
        var request = new ApiRequest(HttpMethod.Patch, path)
        {
            Body = Utf8(body),
            ContentType = kind switch
            {
                PatchKind.Merge => "application/merge-patch+json",
                PatchKind.Json => "application/json-patch+json",
                PatchKind.Apply => "application/apply-patch+yaml",
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of patch."),
            },
            // A JSON patch may append to a list; the other two say how things shall be.
            IsIdempotent = kind is PatchKind.Merge or PatchKind.Apply,
        };
        return await connection.SendAsync(request, (response, token) => ReadAsync(definition, response, token), cancellationToken);
    }

    public async Task<bool> DeleteAsync<T>(ResourceDefinition<T> definition, ObjectKey key, DeletePreconditions? preconditions, CancellationToken cancellationToken)
        where T : class
    {
        var request = new ApiRequest(HttpMethod.Delete, ResourcePath.Object(definition, key))
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new DeleteOptionsBody(preconditions), ApiJsonContext.Default.DeleteOptionsBody),
            IsIdempotent = true,
        };
        try
        {
            return await connection.SendAsync(request, (_, _) => Task.FromResult(true), cancellationToken);
        }
        catch (ApiStatusException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private static async Task<T> ReadAsync<T>(ResourceDefinition<T> definition, HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        var obj = await response.Content.ReadFromJsonAsync(definition.JsonTypeInfo, cancellationToken)
            ?? throw new JsonException($"The API server answered null where a {definition.Kind} was expected.");
        return definition.Stamp(obj);
    }

    private static byte[] Utf8(JsonNode body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            body.WriteTo(writer);
        return stream.ToArray();
    }
}
