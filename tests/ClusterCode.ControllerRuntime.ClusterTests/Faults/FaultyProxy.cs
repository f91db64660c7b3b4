using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using ClusterCode.TestCluster;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>
/// Stands between a client and the real API server, with the server's own certificate, over HTTP/1.1 or HTTP/2. It passes lists and watches on, and does to each what it is told.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(50);

    private readonly WebApplication _app;
    private readonly Kubernetes _upstream;
    private readonly KubernetesClientConfiguration _configuration;
    private readonly Channel<string> _watched = Channel.CreateUnbounded<string>();
    private CancellationTokenSource _cut = new();
    private int _lists;
    private int _watches;
    private int _goneUpstream;
    private string? _nextWatchVersion;

    private FaultyProxy(WebApplication app, Kubernetes upstream, KubernetesClientConfiguration configuration) =>
        (_app, _upstream, _configuration) = (app, upstream, configuration);

    /// <summary>Lists that clients asked for, answered or not.</summary>
    public int Lists => Volatile.Read(ref _lists);

    /// <summary>Watches that clients asked for, without those that ask for initial events.</summary>
    public int Watches => Volatile.Read(ref _watches);

    /// <summary>How often the real server said that a version is gone.</summary>
    public int GoneUpstream => Volatile.Read(ref _goneUpstream);

    /// <summary>What happens to a list.</summary>
    public Func<Fault> ForList { get; set; } = () => default;

    /// <summary>What happens to a watch next; told whether its lines were swapped before.</summary>
    public Func<bool, Fault> ForWatch { get; set; } = _ => default;

    /// <summary>Is told of every fault that happens.</summary>
    public Action<FaultKind> Happened { get; set; } = _ => { };

    public static async Task<FaultyProxy> StartAsync(ControlPlane plane, bool http2)
    {
        var pki = Path.Combine(Path.GetDirectoryName(plane.Kubeconfig)!, "pki");
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(pki, "apiserver.crt"), Path.Combine(pki, "apiserver.key"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = http2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
            listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        var configuration = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(plane.Kubeconfig));
        var proxy = new FaultyProxy(app, new Kubernetes(configuration), await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(plane.Kubeconfig)));
        app.Run(proxy.HandleAsync);
        await app.StartAsync();
        proxy._configuration.Host = app.Urls.Single();
        return proxy;
    }

    /// <summary>How to reach the API server through here.</summary>
    public KubernetesClientConfiguration Configuration => _configuration;

    /// <summary>Waits for the next watch that the real server has answered and that is passed on; tells the version that it began at.</summary>
    public ValueTask<string> WatchedAsync(CancellationToken cancellationToken) => _watched.Reader.ReadAsync(cancellationToken);

    /// <summary>Cuts all watches.</summary>
    public async Task CutAsync()
    {
        using var old = Interlocked.Exchange(ref _cut, new CancellationTokenSource());
        await old.CancelAsync();
    }

    /// <summary>Lets the next watch ask the real server for another version than it does.</summary>
    public void SetNextWatchVersion(string version) => _nextWatchVersion = version;

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _upstream.Dispose();
        _cut.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var isWatch = context.Request.Query.ContainsKey("watch");
        var isPlainWatch = isWatch && !context.Request.Query.ContainsKey("sendInitialEvents");
        _ = isWatch ? isPlainWatch ? Interlocked.Increment(ref _watches) : 0 : Interlocked.Increment(ref _lists);
        var fault = !isWatch ? ForList() : isPlainWatch ? ForWatch(false) : default;
        var cut = _cut.Token;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, cut);
        try
        {
            if (await AnswersAsync(context, fault, ending.Token))
                return;
            var query = context.Request.QueryString.Value!;
            if (isPlainWatch && Interlocked.Exchange(ref _nextWatchVersion, null) is { } version)
                query = query.Replace($"resourceVersion={context.Request.Query["resourceVersion"]}", $"resourceVersion={version}", StringComparison.Ordinal);
            using var response = await _upstream.HttpClient.GetAsync(new Uri(_upstream.BaseUri, context.Request.Path.Value!.TrimStart('/') + query), HttpCompletionOption.ResponseHeadersRead, ending.Token);
            if (response.StatusCode == HttpStatusCode.Gone)
                Interlocked.Increment(ref _goneUpstream);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = "application/json";
            if (isPlainWatch && response.IsSuccessStatusCode)
                await PassWatchAsync(context, response, fault, ending.Token);
            else
                await PassBodyAsync(context, response, fault, ending.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (HttpRequestException)
        {
            // The real server is away: so is this one.
            Reset(context);
        }
    }

    /// <summary>Faults instead of an answer.</summary>
    private async Task<bool> AnswersAsync(HttpContext context, Fault fault, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Late:
                Happened(fault.Kind);
                await Task.Delay(Lateness, cancellationToken);
                return false;
            case FaultKind.Busy:
                await StatusAsync(context, fault.Kind, 429, "TooManyRequests", cancellationToken);
                return true;
            case FaultKind.Unavailable:
                await StatusAsync(context, fault.Kind, 503, "ServiceUnavailable", cancellationToken);
                return true;
            case FaultKind.InternalError:
                await StatusAsync(context, fault.Kind, 500, "InternalError", cancellationToken);
                return true;
            case FaultKind.Gone:
                await StatusAsync(context, fault.Kind, 410, "Expired", cancellationToken);
                return true;
            case FaultKind.Reset:
                Happened(fault.Kind);
                Reset(context);
                return true;
            case FaultKind.Empty:
                Happened(fault.Kind);
                return true;
            case FaultKind.CutAfterHeaders:
                Happened(fault.Kind);
                await context.Response.Body.FlushAsync(cancellationToken);
                context.Abort();
                return true;
            default:
                return false;
        }
    }

    private async Task PassBodyAsync(HttpContext context, HttpResponseMessage response, Fault fault, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!fault.TearsDown)
        {
            await context.Response.Body.WriteAsync(body, cancellationToken);
            return;
        }

        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        Happened(fault.Kind);
        TearDown(context, fault.Kind);
    }

    private async Task PassWatchAsync(HttpContext context, HttpResponseMessage response, Fault fault, CancellationToken cancellationToken)
    {
        await context.Response.Body.FlushAsync(cancellationToken);
        _watched.Writer.TryWrite(context.Request.Query["resourceVersion"]!);
        using var lines = new WatchLines(await response.Content.ReadAsStreamAsync(cancellationToken));
        var left = fault.AfterLines;
        var wasSwapped = false;
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (WatchLines.IsGone(line))
                Interlocked.Increment(ref _goneUpstream);
            if (fault.Kind is FaultKind.None || left-- > 0)
            {
                await SendAsync(context, line + "\n", cancellationToken);
                // Faults may begin and stop while the watch is open.
                if (fault.Kind is FaultKind.None)
                    (fault, left) = Draw(wasSwapped);
                continue;
            }

            Happened(fault.Kind);
            if (!await DoAsync(context, fault.Kind, line, lines, cancellationToken))
                return;
            wasSwapped |= fault.Kind == FaultKind.Swapped;
            (fault, left) = Draw(wasSwapped);
        }
    }

    private (Fault Fault, int Left) Draw(bool wasSwapped)
    {
        var fault = ForWatch(wasSwapped);
        // What comes instead of an answer is too late now.
        return fault.Kind < FaultKind.Cut ? default : (fault, fault.AfterLines);
    }

    /// <summary>Does it to a line; false when the watch has ended.</summary>
    private static async Task<bool> DoAsync(HttpContext context, FaultKind kind, string line, WatchLines lines, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case FaultKind.Cut or FaultKind.ResetInBody:
                TearDown(context, kind);
                return false;
            case FaultKind.CutInLine:
                await SendAsync(context, line[..(line.Length / 2)], cancellationToken);
                context.Abort();
                return false;
            case FaultKind.Ended:
                return false;
            case FaultKind.EndedInLine:
                await SendAsync(context, line[..(line.Length / 2)], cancellationToken);
                return false;
            case FaultKind.GoneInStream:
                await SendAsync(context, WatchLines.Error(410, "Expired"), cancellationToken);
                return false;
            case FaultKind.BusyInStream:
                await SendAsync(context, WatchLines.Error(429, "TooManyRequests"), cancellationToken);
                return false;
            case FaultKind.InternalErrorInStream:
                await SendAsync(context, WatchLines.Error(500, "InternalError"), cancellationToken);
                return false;
            case FaultKind.LineMutilated:
                await SendAsync(context, line[..(line.Length / 2)] + "\n", cancellationToken);
                return true;
            case FaultKind.LineOfGarbage:
                await SendAsync(context, $"<html>502 Bad Gateway</html>\n{line}\n", cancellationToken);
                return true;
            case FaultKind.Doubled:
                await SendAsync(context, $"{line}\n{line}\n", cancellationToken);
                return true;
            case FaultKind.Swapped:
                var next = await lines.PeekOtherObjectAsync(line, cancellationToken);
                await SendAsync(context, next is null ? $"{line}\n" : $"{next}\n{line}\n", cancellationToken);
                return true;
            case FaultKind.GoAway:
                context.Features.Get<IConnectionLifetimeNotificationFeature>()!.RequestClose();
                await SendAsync(context, line + "\n", cancellationToken);
                return true;
            case FaultKind.HalfOpen:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return false;
            default:
                throw new InvalidOperationException($"{kind} is no fault of a watch");
        }
    }

    private static async Task SendAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync(text, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }

    private async Task StatusAsync(HttpContext context, FaultKind kind, int code, string reason, CancellationToken cancellationToken)
    {
        Happened(kind);
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        if (code is 429 or 503)
            context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsync($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"injected","reason":"{{reason}}","code":{{code}}}""", cancellationToken);
    }

    private static void TearDown(HttpContext context, FaultKind kind)
    {
        if (kind == FaultKind.ResetInBody)
            Reset(context);
        else
            context.Abort();
    }

    /// <summary>Ends the whole connection with RST, as a firewall or a killed process does.</summary>
    private static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            connection.Socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
            connection.Socket.Close();
        }

        context.Abort();
    }
}
