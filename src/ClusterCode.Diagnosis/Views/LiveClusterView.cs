using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ClusterCode.Diagnosis.Views.Dynamic;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views;

/// <summary>
/// Asks the API server, through a client that knows its address, credentials and TLS. Reads only. Values of Secrets are dropped while the answer is decoded:
/// a <see cref="V1Secret"/> from here has the names of its keys and nothing else.
/// </summary>
/// <param name="client">The client; its base address is the server's.</param>
/// <param name="clock">Measures the time that a request may take.</param>
public sealed class LiveClusterView(HttpClient client, TimeProvider clock) : IClusterView
{
    /// <summary>The time that one request may take; a diagnosis is better without one fact than late.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Objects of one page of a list.</summary>
    private const int PageSize = 500;

    /// <summary>The server cuts a log at the bound of bytes from its start, and the end is what matters: then fewer lines are asked for.</summary>
    private const int FewerLines = 8;

    private readonly ApiTransport _transport = new(client, clock, RequestTimeout);
    private KindDiscovery? _kinds;

    /// <inheritdoc />
    public async Task<Lookup<T>> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsSafe(ns) || !IsSafe(name))
        {
            return Lookup.Missing<T>($"\"{name}\" cannot be the name of an object");
        }

        var resource = ApiResource.Of<T>();
        var answer = await SendAsync<T>(resource, r => new ApiRequest(r.Path(ns, name)), cancellationToken).ConfigureAwait(false);
        using (answer)
        {
            return answer.Document is { } document
                ? Read(answer, () => ObjectReader.Read<T>(document.RootElement, resource))
                : answer.As<T>();
        }
    }

    /// <inheritdoc />
    public async Task<Lookup<IReadOnlyList<T>>> ListAsync<T>(string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!IsSafe(ns))
        {
            return Lookup.Missing<IReadOnlyList<T>>($"\"{ns}\" cannot be the name of a namespace");
        }

        var resource = ApiResource.Of<T>();
        var found = new List<T>();
        string? next = null;
        do
        {
            var parameters = Parameters(query, Math.Min(PageSize, query.MaxItems - found.Count), next);
            using var answer = await SendAsync<T>(resource, r => new ApiRequest($"{r.Path(ns)}?{parameters}", query.MetadataOnly), cancellationToken).ConfigureAwait(false);
            if (answer.Document is not { } document)
            {
                // A later page may be gone (410) or time out; what was read so far is still true.
                return found.Count == 0 ? answer.As<IReadOnlyList<T>>() : Lookup.Cut<T>(found, $"the list ends after {found.Count}: {answer.Message}");
            }

            var page = Read(answer, () => ObjectReader.ReadList<T>(document.RootElement, resource));
            if (!page.IsFound)
            {
                return Lookup.Unavailable<IReadOnlyList<T>>(page.Message);
            }

            found.AddRange(page.Value);
            next = ObjectReader.Continue(document.RootElement);
        }
        while (next is not null && found.Count < query.MaxItems);

        // From its memory, the server gives all at once, whatever the limit.
        return next is null && found.Count <= query.MaxItems
            ? Lookup.Found<IReadOnlyList<T>>(found)
            : Lookup.Cut<T>([.. found.Take(query.MaxItems)], $"there are more than {query.MaxItems}; only so many were read");
    }

    /// <inheritdoc />
    public async Task<Lookup<string>> ReadLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!IsSafe(query.Namespace) || !IsSafe(query.Pod))
        {
            return Lookup.Missing<string>($"\"{query.Pod}\" cannot be the name of a pod");
        }

        var log = await ReadTailAsync(query, cancellationToken).ConfigureAwait(false);
        return log.IsFound && query.TailLines > FewerLines && Encoding.UTF8.GetByteCount(log.Value) >= query.LimitBytes
            ? await ReadTailAsync(query with { TailLines = query.TailLines / FewerLines }, cancellationToken).ConfigureAwait(false)
            : log;
    }

    /// <inheritdoc />
    public async Task<Lookup<string>> ScanLogAsync(LogQuery query, Action<string> line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(line);
        if (!IsSafe(query.Namespace) || !IsSafe(query.Pod))
        {
            return Lookup.Missing<string>($"\"{query.Pod}\" cannot be the name of a pod");
        }

        using var answer = await _transport.SendLinesAsync(LogPath(query), query.LimitBytes, line, cancellationToken).ConfigureAwait(false);
        return answer.Text is { } text ? Lookup.Found(text) : answer.AsLog();
    }

    private static string LogPath(LogQuery query) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ApiResource.Of<V1Pod>().Path(query.Namespace, query.Pod)}/log?container={Uri.EscapeDataString(query.Container)}&tailLines={query.TailLines}&limitBytes={query.LimitBytes}{(query.Previous ? "&previous=true" : "")}{(query.Timestamps ? "&timestamps=true" : "")}");

    /// <inheritdoc />
    public Task<Lookup<ServedKind>> FindKindAsync(string? apiVersion, string kind, CancellationToken cancellationToken) =>
        (_kinds ??= new KindDiscovery(_transport)).FindAsync(apiVersion, kind, cancellationToken);

    /// <inheritdoc />
    public async Task<Lookup<ClusterObject>> GetAsync(ServedKind kind, string? ns, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (!IsSafe(ns) || !IsSafe(name))
        {
            return Lookup.Missing<ClusterObject>($"\"{name}\" cannot be the name of an object");
        }

        using var answer = await _transport.SendAsync(new ApiRequest(kind.Resource.Path(ns, name)), cancellationToken).ConfigureAwait(false);
        return answer.Document is { } document ? Read(answer, () => ClusterObject.Read(document.RootElement, kind)) : answer.As<ClusterObject>();
    }

    private async Task<Lookup<string>> ReadTailAsync(LogQuery query, CancellationToken cancellationToken)
    {
        using var answer = await _transport.SendTextAsync(LogPath(query), query.LimitBytes, cancellationToken).ConfigureAwait(false);
        return answer.Text is { } text ? Lookup.Found(text) : answer.AsLog();
    }

    // An older server answers 404 for a group and version that it does not have; the same resource may stand under an older version.
    private async Task<ApiAnswer> SendAsync<T>(ApiResource resource, Func<ApiResource, ApiRequest> request, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(request(resource), cancellationToken).ConfigureAwait(false);
        if (answer is not { Status: HttpStatusCode.NotFound, IsAboutObject: false })
        {
            return answer;
        }

        answer.Dispose();
        return resource.Older is { } older
            ? await _transport.SendAsync(request(older), cancellationToken).ConfigureAwait(false)
            : new ApiAnswer { Status = HttpStatusCode.NotFound, Message = $"this API server has no resource {resource}" };
    }

    private static Lookup<T> Read<T>(ApiAnswer answer, Func<T> read)
        where T : class
    {
        try
        {
            return Lookup.Found(read());
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException or NotSupportedException or KeyNotFoundException)
        {
            return Lookup.Unavailable<T>($"the answer of the API server to {answer.Path} cannot be read: {problem.Message}");
        }
    }

    private static string Parameters(ListQuery query, int limit, string? next)
    {
        var text = new StringBuilder("limit=").Append(CultureInfo.InvariantCulture, $"{limit}");
        foreach (var (name, value) in new[] { ("labelSelector", query.LabelSelector), ("fieldSelector", query.FieldSelector), ("continue", next), ("resourceVersion", query.FromMemory && next is null ? "0" : null) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return text.ToString();
    }

    // "..", once in a path, would name another resource.
    private static bool IsSafe(string? name) => name is null || (name.Length is > 0 and <= 253 && name is not ("." or "..") && !name.AsSpan().ContainsAny(Unsafe));

    private static readonly SearchValues<char> Unsafe = SearchValues.Create("/\\%?#");
}
