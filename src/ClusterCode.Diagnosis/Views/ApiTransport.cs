using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ClusterCode.Diagnosis.Views;

/// <summary>Sends reads through the client's connection and turns every failure into an answer. Only the caller's cancellation throws.</summary>
internal sealed class ApiTransport(HttpClient client, TimeProvider clock, TimeSpan timeout)
{
    /// <summary>The most bytes of an error's body that are read.</summary>
    private const int MaxErrorBytes = 16 * 1024;

    /// <summary>The most characters of a line that are kept while a log is read through.</summary>
    private const int MaxLineCharacters = 2000;

    private const int ReadBuffer = 32 * 1024;

    private const string MetadataOnlyAccept =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /// <summary>Reads JSON.</summary>
    public Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellationToken) => SendAsync(
        request.PathAndQuery,
        request.MetadataOnly ? MetadataOnlyAccept : "application/json",
        async (content, token) =>
        {
            await using var stream = await content.ReadAsStreamAsync(token).ConfigureAwait(false);
            return new ApiAnswer { Path = request.PathAndQuery, Document = await JsonDocument.ParseAsync(stream, cancellationToken: token).ConfigureAwait(false) };
        },
        cancellationToken);

    /// <summary>Reads text, at most so many bytes of it.</summary>
    public Task<ApiAnswer> SendTextAsync(string pathAndQuery, int maxBytes, CancellationToken cancellationToken) => SendAsync(
        pathAndQuery,
        "*/*",
        async (content, token) => new ApiAnswer { Path = pathAndQuery, Text = await ReadTextAsync(content, maxBytes, token).ConfigureAwait(false) },
        cancellationToken);

    /// <summary>Reads text line by line, at most so many bytes of it, and keeps none of it. Lines are cut at <see cref="MaxLineCharacters"/>.</summary>
    public Task<ApiAnswer> SendLinesAsync(string pathAndQuery, int maxBytes, Action<string> line, CancellationToken cancellationToken) => SendAsync(
        pathAndQuery,
        "*/*",
        async (content, token) =>
        {
            await using var stream = await content.ReadAsStreamAsync(token).ConfigureAwait(false);
            var read = await ReadLinesAsync(stream, maxBytes, line, token).ConfigureAwait(false);
            return new ApiAnswer { Path = pathAndQuery, Text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{read} characters were read") };
        },
        cancellationToken);

    // A hostile line has no end: what is beyond the cut is passed over, and never held.
    private static async Task<long> ReadLinesAsync(Stream stream, int maxCharacters, Action<string> line, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, ReadBuffer, leaveOpen: true);
        var buffer = new char[ReadBuffer];
        var current = new StringBuilder();
        long total = 0;
        for (int count; total < maxCharacters && (count = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; total += count)
        {
            foreach (var c in buffer.AsSpan(0, count))
            {
                if (c == '\n')
                {
                    line(current.ToString());
                    current.Clear();
                }
                else if (current.Length < MaxLineCharacters)
                {
                    current.Append(c);
                }
            }
        }

        if (current.Length > 0)
        {
            line(current.ToString());
        }

        return total;
    }

    private async Task<ApiAnswer> SendAsync(
        string pathAndQuery, string accept, Func<HttpContent, CancellationToken, Task<ApiAnswer>> read, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(pathAndQuery, UriKind.Relative))
            {
                Version = client.DefaultRequestVersion,
                VersionPolicy = client.DefaultVersionPolicy,
            };
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? await read(response.Content, either.Token).ConfigureAwait(false)
                : Refusal(pathAndQuery, response.StatusCode, await ReadTextAsync(response.Content, MaxErrorBytes, either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ApiAnswer { Path = pathAndQuery, Message = $"the API server did not answer within {timeout.TotalSeconds:0} s" };
        }
        catch (JsonException problem)
        {
            return new ApiAnswer { Path = pathAndQuery, Message = $"the API server's answer is not JSON: {problem.Message}" };
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or InvalidOperationException)
        {
            return new ApiAnswer { Path = pathAndQuery, Message = $"the API server could not be asked: {problem.Message}" };
        }
    }

    private static ApiAnswer Refusal(string path, HttpStatusCode status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var message = root.TryGetProperty("message", out var text) ? text.GetString() : null;
            var named = root.TryGetProperty("details", out var details) && details.TryGetProperty("name", out var name) && name.GetString() is { Length: > 0 };
            return new ApiAnswer { Path = path, Status = status, Message = message ?? Words(status), IsAboutObject = named };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Proxies, and the API server itself for an unknown path, answer in plain text.
            return new ApiAnswer { Path = path, Status = status, Message = string.IsNullOrWhiteSpace(body) ? Words(status) : body.Trim() };
        }
    }

    private static string Words(HttpStatusCode status) => $"the API server answered {(int)status} {status}";

    private static async Task<string> ReadTextAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[maxBytes];
        var length = await stream.ReadAtLeastAsync(buffer, maxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
