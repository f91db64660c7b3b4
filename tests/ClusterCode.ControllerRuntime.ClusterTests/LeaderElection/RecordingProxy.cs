using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.ClusterTests.LeaderElection;

/// <summary>Stands between one process and the API server and remembers every write that the process has sent: what it did, whatever it says it did.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    /// <summary>Who signs the control plane's certificates; as in cluster.sh.</summary>
    private const string Authority = "CN=cluster-ca";

    private static readonly string[] NotForwarded = ["Host", "Connection", "Transfer-Encoding", "Content-Length", "Content-Type"];

    private readonly ConcurrentQueue<string> _writes = new();
    private readonly WebApplication _app;
    private readonly HttpClient _server;
    private int _looksAtLease;

    private RecordingProxy(WebApplication app, HttpClient server) => (_app, _server) = (app, server);

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Writes, as <c>PATCH /apis/…</c>, in the order of their arrival.</summary>
    public IReadOnlyList<string> Writes => [.. _writes];

    /// <summary>How often the process has read the lease.</summary>
    public int LooksAtLease => _looksAtLease;

    public static async Task<RecordingProxy> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        // The control plane is this machine's own, and its certificate its own authority's.
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Issuer == Authority } })
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var proxy = new RecordingProxy(app, client);
        app.Run(proxy.ForwardAsync);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
            _writes.Enqueue($"{context.Request.Method} {context.Request.Path}");
        else if (context.Request.Path.Value!.Contains("/leases/", StringComparison.Ordinal))
            Interlocked.Increment(ref _looksAtLease);
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString.ToString());
            if (context.Request.ContentLength > 0)
            {
                request.Content = new StreamContent(context.Request.Body);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
            }

            foreach (var (name, values) in context.Request.Headers.Where(header => !NotForwarded.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
                request.Headers.TryAddWithoutValidation(name, [.. values]);
            using var response = await _server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await context.Response.StartAsync(context.RequestAborted);
            await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            var buffer = new byte[64 * 1024];
            while (await body.ReadAsync(buffer, context.RequestAborted) is > 0 and var length)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }
}
