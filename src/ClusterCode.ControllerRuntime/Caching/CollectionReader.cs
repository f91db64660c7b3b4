using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Reads whole collections.</summary>
internal sealed class CollectionReader(ApiConnection connection)
{
    /// <summary>How many objects a page holds when the server reads from storage. At a named version it answers from memory and pages would only cost.</summary>
    public const int PageSize = 500;

    /// <summary>Reads every object. Pages are read only from storage; when a page's token expires meanwhile, the whole is read again in one piece.</summary>
    public async Task<CollectionContents<T>> ReadAllAsync<T>(ResourceDefinition<T> definition, ListOptions options, CancellationToken cancellationToken)
        where T : class
    {
        if (!string.IsNullOrEmpty(options.ResourceVersion))
            return await ReadPageAsync(definition, options, null, null, cancellationToken);

        var page = await ReadPageAsync(definition, options, PageSize, null, cancellationToken);
        if (page.Continue is null)
            return page;
        var (items, unreadable) = (page.Items.ToList(), page.Unreadable.ToList());
        while (page.Continue is { } token)
        {
            try
            {
                page = await ReadPageAsync(definition, options, PageSize, token, cancellationToken);
            }
            catch (ApiStatusException e) when (e.IsGone)
            {
                return await ReadPageAsync(definition, options, null, null, cancellationToken);
            }

            items.AddRange(page.Items);
            unreadable.AddRange(page.Unreadable);
        }

        return new CollectionContents<T>(page.ResourceVersion, null, items, unreadable);
    }

    private Task<CollectionContents<T>> ReadPageAsync<T>(ResourceDefinition<T> definition, ListOptions options, int? limit, string? continueToken, CancellationToken cancellationToken)
        where T : class
    {
        var path = ResourcePath.WithQuery(
            ResourcePath.Collection(definition, options.Namespace),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector),
            ("resourceVersion", string.IsNullOrEmpty(options.ResourceVersion) ? null : options.ResourceVersion),
            ("limit", limit?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("continue", continueToken));
        return connection.SendAsync(
            new ApiRequest(HttpMethod.Get, path) { IsIdempotent = true },
            async (response, token) =>
            {
                await using var stream = await response.Content.ReadAsStreamAsync(token);
                return await new CollectionDecoder<T>(definition).DecodeAsync(stream, token);
            },
            cancellationToken);
    }
}
