using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ClusterCode.ControllerRuntime.Metrics;
using k8s;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>Sends requests through the Kubernetes client's own HttpClient and credentials.</summary>
internal sealed class KubernetesTransport(Kubernetes kubernetes, KubernetesClientConfiguration configuration, string userAgent, RuntimeMetrics metrics) : IApiTransport
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    // A context path (https://host/k8s/clusters/c-1) must survive joining, hence the slash.
    private readonly Uri _base = new(kubernetes.BaseUri.AbsoluteUri.TrimEnd('/') + "/");

    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(_base, request.PathAndQuery));
        message.Headers.Accept.Add(Json);
        message.Headers.UserAgent.Clear();
        message.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        if (!string.IsNullOrWhiteSpace(configuration.TlsServerName))
            message.Headers.Host = configuration.TlsServerName;
        if (!configuration.DisableHttp2)
        {
            message.Version = HttpVersion.Version20;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }

        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        if (kubernetes.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(message, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var response = await kubernetes.HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            metrics.RequestSent(request.Method.Method, _base.Authority, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            return response;
        }
        catch (HttpRequestException)
        {
            metrics.RequestSent(request.Method.Method, _base.Authority, "<error>");
            throw;
        }
        finally
        {
            metrics.RequestTook(request.Method.Method, _base.Authority, Stopwatch.GetElapsedTime(started));
        }
    }
}
