using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using k8s;

namespace ClusterCode.Benchmarks.Scale.Loading;

/// <summary>Writes objects as JSON text, many at a time, over the client's own connections. What the server refuses throws.</summary>
internal sealed class ApiWriter(Kubernetes client)
{
    /// <summary>Enough to keep two cores of an API server busy; more would only wait there.</summary>
    private const int Parallelism = 48;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue MergePatch = new("application/merge-patch+json");

    /// <summary>The program that the server takes for the writer, and names in managedFields.</summary>
    private const string Creator = "kube-controller-manager";
    private const string StatusWriter = "kubelet";

    /// <summary>Creates an object and returns its uid.</summary>
    public async Task<string> CreateAsync(string path, string body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, Json, Creator, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var created = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        return created.RootElement.GetProperty("metadata").GetProperty("uid").GetString()!;
    }

    /// <summary>Merges into an object's status, as the kubelet would.</summary>
    public async Task PatchStatusAsync(string path, string body, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Patch, path + "/status", body, MergePatch, StatusWriter, cancellationToken)).Dispose();

    /// <summary>Deletes an object at once, or every object of a collection.</summary>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Delete, path, """{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0}""", Json, Creator, cancellationToken)).Dispose();

    /// <summary>The size of an answer, in bytes.</summary>
    public async Task<long> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, Json, Creator, cancellationToken);
        return (await response.Content.ReadAsByteArrayAsync(cancellationToken)).LongLength;
    }

    /// <summary>Does something with every item, as many at a time as the server can use.</summary>
    public static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken }, async (item, token) => await write(item, token));

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body, MediaTypeHeaderValue contentType, string userAgent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = contentType;
        }

        var response = await client.HttpClient.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
