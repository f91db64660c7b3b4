using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A server with real TLS, HTTP/1.1 and HTTP/2, whose certificate may be replaced while it runs.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<TlsCall> _calls = new();
    private readonly WebApplication _app;

    private TlsServer(WebApplication app) => _app = app;

    public required X509Certificate2 Certificate { get; set; }

    public Func<HttpContext, TlsCall, Task> OnRequest { get; set; } = (context, _) => context.Response.WriteAsync("{}");

    public IReadOnlyList<TlsCall> Calls => [.. _calls];

    public int Port => new Uri(_app.Urls.Single()).Port;

    public Uri Address => new($"https://127.0.0.1:{Port}/");

    public static async Task<TlsServer> StartAsync(X509Certificate2 certificate, int maxStreams = 100)
    {
        TlsServer server = null!;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = maxStreams;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificateSelector = (_, _) => server.Certificate;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            });
        });
        var app = builder.Build();
        server = new TlsServer(app) { Certificate = certificate };
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public static Task RefuseAsync(HttpContext context) => FakeApiServer.StatusAsync(context, 401, "Unauthorized", "Unauthorized");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var call = new TlsCall(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString.Value,
            context.Request.Headers.Authorization,
            context.Connection.ClientCertificate?.Subject,
            context.Features.Get<ITlsHandshakeFeature>()?.HostName,
            context.Connection.Id.Split(':')[0],
            context.Request.Protocol,
            context.Request.Headers.UserAgent,
            await reader.ReadToEndAsync());
        _calls.Enqueue(call);
        await OnRequest(context, call);
    }
}
