using System.Net;
using System.Net.Sockets;
using ClusterCode.ControllerRuntime.Credentials;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>
/// The connections to the API server. Takes the place of the handler that the Kubernetes client makes for itself, which reads its certificates once, asks for no
/// fresh token after a 401, opens no second HTTP/2 connection when the first has no stream left, and takes over three minutes to notice that a connection is dead.
/// <list type="bullet">
/// <item>Every request carries the credential of the moment. A 401 has it renewed, and if there is another the request is sent once more; a 401 comes before anything is done.</item>
/// <item>A new client certificate means new connections. Those of the old one end with the requests that are on them.</item>
/// <item>A connection takes new requests for <see cref="ConnectionLifetime"/>, so that a new authority, address or load balancer is found in time; watches on it live on.</item>
/// <item>A connection over which nothing comes is tried with a ping, and given up when there is no answer, idle watches or not.</item>
/// </list>
/// </summary>
internal sealed partial class ClusterHttpHandler : DelegatingHandler
{
    /// <summary>How long a connection may be silent before it is tried; client-go's number.</summary>
    public static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    /// <summary>How long the answer to that may take; client-go's number.</summary>
    public static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may take to be made, TLS included.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection takes new requests.</summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

    private readonly ClusterAccess _access;
    private readonly ServerCertificateCheck _check;
    private readonly WarningLog _warnings;
    private readonly string? _userAgent;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Generation? _generation;

    /// <param name="access">Where to, and as whom.</param>
    /// <param name="userAgent">The User-Agent of requests that have none; null to leave them so.</param>
    /// <param name="logger">Hears what people should know.</param>
    public ClusterHttpHandler(ClusterAccess access, string? userAgent, ILogger<ClusterHttpHandler> logger)
    {
        _access = access;
        _userAgent = userAgent;
        _logger = logger;
        _check = new ServerCertificateCheck(access.Authorities, logger);
        _warnings = new WarningLog(logger);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_userAgent is not null && request.Headers.UserAgent.Count == 0)
            request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        if (!string.IsNullOrWhiteSpace(_access.TlsServerName))
            request.Headers.Host = _access.TlsServerName;
        var credential = await _access.Credentials.GetAsync(cancellationToken);
        var response = await SendAsync(request, credential, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized && MayRepeat(request) && await RenewAsync(credential, cancellationToken) is { } fresh)
        {
            response.Dispose();
            response = await SendAsync(request, fresh, cancellationToken);
        }

        _warnings.Note(response);
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _generation?.Invoker.Dispose();
            (_access.Credentials as IDisposable)?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Credential credential, CancellationToken cancellationToken)
    {
        if (credential.Header is { } header)
            request.Headers.Authorization = header;
        return InvokerFor(credential.Certificate).SendAsync(request, cancellationToken);
    }

    /// <summary>Another credential than the one rejected; null when there is none, or it cannot be had, and the 401 says more than that.</summary>
    private async Task<Credential?> RenewAsync(Credential rejected, CancellationToken cancellationToken)
    {
        try
        {
            var fresh = await _access.Credentials.RenewAsync(rejected, cancellationToken);
            if (fresh.Equals(rejected))
                return null;
            LogRenewed();
            return fresh;
        }
        catch (CredentialException e)
        {
            LogNotRenewed(e.Message);
            return null;
        }
    }

    // A body that is a stream has been read by the first try.
    private static bool MayRepeat(HttpRequestMessage request) => request.Content is null or ReadOnlyMemoryContent or ByteArrayContent;

    private HttpMessageInvoker InvokerFor(ClientCertificate? certificate)
    {
        lock (_lock)
        {
            // The one before is not disposed: watches run on it. Nothing refers to it once they end, and idle connections close by themselves.
            if (_generation is null || !Equals(_generation.Certificate, certificate))
                _generation = new Generation(certificate, new HttpMessageInvoker(CreateHandler(certificate)));
            return _generation.Invoker;
        }
    }

    private SocketsHttpHandler CreateHandler(ClientCertificate? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            // The server allows some 250 streams on a connection, and every watch is one: without this the next would wait for one of them to end.
            EnableMultipleHttp2Connections = true,
            // Not only while requests are under way, so that none is given to a connection that died while idle.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
            Proxy = _access.Proxy ?? new EnvironmentProxy(Environment.GetEnvironmentVariable),
            // Redirects would take the token elsewhere. The server would compress long lists, at the cost of its processor, which is scarcer than a cluster's network.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, chain, errors) => _access.SkipTlsVerify || _check.IsTrusted(presented, chain, errors);
        handler.SslOptions.ClientCertificateContext = certificate?.Context;
        _access.Customize?.Invoke(handler);
        return handler;
    }

    /// <summary>HTTP/1.1 has no pings; there TCP's own tell whether the other end lives.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)PingDelay.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)(PingTimeout.TotalSeconds / 3));
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed record Generation(ClientCertificate? Certificate, HttpMessageInvoker Invoker);
}
