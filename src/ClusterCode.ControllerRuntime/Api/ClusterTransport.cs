using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using ClusterCode.ControllerRuntime.Metrics;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>Sends requests over a <see cref="ClusterConnection"/>, and counts and times them.</summary>
internal sealed class ClusterTransport(ClusterConnection connection, RuntimeMetrics metrics) : IApiTransport
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    private readonly string _host = connection.Http.BaseAddress!.Authority;

    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(request.PathAndQuery, UriKind.Relative))
        {
            Version = connection.Http.DefaultRequestVersion,
            VersionPolicy = connection.Http.DefaultVersionPolicy,
        };
        message.Headers.Accept.Add(Json);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            var response = await connection.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            metrics.RequestSent(request.Method.Method, _host, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            return response;
        }
        catch (HttpRequestException)
        {
            metrics.RequestSent(request.Method.Method, _host, "<error>");
            throw;
        }
        finally
        {
            metrics.RequestTook(request.Method.Method, _host, Stopwatch.GetElapsedTime(started));
        }
    }
}
