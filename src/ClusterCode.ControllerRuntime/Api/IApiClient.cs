using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>
/// Typed requests to the API server.
/// <para>
/// Every request carries the credential of the moment. ServiceAccount tokens, client certificates and authorities may be replaced in their files while the process
/// runs; a 401 has the credential renewed at once and the request, which was not acted upon, sent once more. A 401 that is thrown means that there is no other.
/// </para>
/// <para>
/// A 429 is waited out as the server asks, as is a 503 of a request that does no more when sent twice, five tries in all and never more than 30 seconds between two.
/// Nothing else is repeated here: after a broken connection it is unknown whether the server acted, and only the caller knows whether that matters. Conflicts are
/// the caller's too: what to write depends on what is there.
/// </para>
/// <para>
/// All methods throw <see cref="ApiStatusException"/> when the server refuses and <see cref="HttpRequestException"/> when it cannot be reached, when it
/// has not answered completely after 65 seconds, and when there are no credentials. Reads go to the server, not to a cache.
/// </para>
/// <para>Writes are patches and creations only: replacing an object through a typed model erases the fields that the model does not know.</para>
/// <para>
/// The same requests go to Kubernetes 1.20 and to current servers. What newer ones warn of (deprecated APIs, unknown fields) is logged, each text once.
/// </para>
/// </summary>
public interface IApiClient
{
    /// <summary>Reads one object.</summary>
    /// <returns>The object, or null when it does not exist.</returns>
    Task<T?> GetAsync<T>(ResourceDefinition<T> definition, ObjectKey key, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Reads a collection, page by page.</summary>
    Task<ResourceList<T>> ListAsync<T>(ResourceDefinition<T> definition, ListOptions options, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Creates an object. <c>apiVersion</c> and <c>kind</c> are filled in when the object lacks them.</summary>
    /// <returns>The object as the server stored it.</returns>
    Task<T> CreateAsync<T>(ResourceDefinition<T> definition, T obj, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Patches an object, or one of its subresources.</summary>
    /// <param name="definition">The kind.</param>
    /// <param name="key">The object.</param>
    /// <param name="kind">How <paramref name="body"/> is to be read.</param>
    /// <param name="body">The patch. To apply, it must carry apiVersion, kind and metadata.name.</param>
    /// <param name="subresource">As <c>status</c>; null for the object itself.</param>
    /// <param name="fieldManager">Who owns the fields; null for the operator's own name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as the server stored it.</returns>
    Task<T> PatchAsync<T>(
        ResourceDefinition<T> definition,
        ObjectKey key,
        PatchKind kind,
        JsonNode body,
        string? subresource = null,
        string? fieldManager = null,
        CancellationToken cancellationToken = default)
        where T : class;

    /// <summary>Deletes an object; its dependents go in the background.</summary>
    /// <returns>True when the server took the deletion, false when the object did not exist.</returns>
    Task<bool> DeleteAsync<T>(ResourceDefinition<T> definition, ObjectKey key, DeletePreconditions? preconditions, CancellationToken cancellationToken)
        where T : class;
}
