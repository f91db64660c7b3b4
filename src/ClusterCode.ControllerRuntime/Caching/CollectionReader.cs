using System.Globalization;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Reads whole collections.</summary>
internal sealed class CollectionReader(ApiConnection connection)
{
    /// <summary>How many objects a page holds when the server reads from storage.</summary>
    public const int PageSize = 500;

    /// <summary>Reads every object, in pages where the newest version is asked for: any other the server answers from memory, and at a named one only when it is not asked for pages.</summary>
    public Task<CollectionContents<T>> ReadAllAsync<T>(ResourceDefinition<T> definition, ListOptions options, CancellationToken cancellationToken)
        where T : class =>
        ReadAllAsync(new ObjectDecoder<T>(definition), options, string.IsNullOrEmpty(options.ResourceVersion) ? PageSize : null, cancellationToken);

    /// <summary>Reads every object. When the token for the next page expires, the whole is read again in one piece.</summary>
    /// <param name="decoder">Reads the objects.</param>
    /// <param name="options">What to read.</param>
    /// <param name="pageSize">How many objects to ask for at once, which a server that answers from memory ignores; null for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<CollectionContents<T>> ReadAllAsync<T>(ObjectDecoder<T> decoder, ListOptions options, int? pageSize, CancellationToken cancellationToken)
        where T : class
    {
        var first = await ReadPageAsync(decoder, options, pageSize, null, cancellationToken);
        if (first.Continue is null)
            return first;
        List<T> items = [.. first.Items];
        List<UnreadableItem> unreadable = [.. first.Unreadable];
        for (var token = first.Continue; token is not null;)
        {
            CollectionContents<T> page;
            try
            {
                // The token holds the version, and the server refuses to be told it twice.
                page = await ReadPageAsync(decoder, options with { ResourceVersion = null }, pageSize, token, cancellationToken);
            }
            catch (ApiStatusException e) when (e.IsGone)
            {
                return await ReadPageAsync(decoder, options, null, null, cancellationToken);
            }

            items.AddRange(page.Items);
            unreadable.AddRange(page.Unreadable);
            token = page.Continue;
        }

        // A watch from the first page's version at worst tells again what a later page already held.
        return new CollectionContents<T>(first.ResourceVersion, null, items, unreadable) { HasPages = true };
    }

    private Task<CollectionContents<T>> ReadPageAsync<T>(ObjectDecoder<T> decoder, ListOptions options, int? limit, string? continueToken, CancellationToken cancellationToken)
        where T : class
    {
        var path = ResourcePath.WithQuery(
            ResourcePath.Collection(decoder.Definition, options.Namespace),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector),
            ("resourceVersion", string.IsNullOrEmpty(options.ResourceVersion) ? null : options.ResourceVersion),
            ("limit", limit?.ToString(CultureInfo.InvariantCulture)),
            ("continue", continueToken));
        return connection.SendAsync(
            new ApiRequest(HttpMethod.Get, path) { IsIdempotent = true },
            async (response, token) =>
            {
                await using var stream = await response.Content.ReadAsStreamAsync(token);
                return await new CollectionDecoder<T>(decoder).DecodeAsync(stream, token);
            },
            cancellationToken);
    }
}
