using System.Net;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Chat;
using ClusterCode.Llm.Dialects;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Limits;
using ClusterCode.Llm.Redaction;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Backends;

/// <summary>Connections to one backend's server, and what is known of it. Lives as long as the backend's configuration stays the same.</summary>
internal sealed class BackendSession : IDisposable
{
    private readonly SocketsHttpHandler sockets;

    /// <exception cref="Failures.BackendException">The configuration is invalid.</exception>
    public BackendSession(BackendConfiguration backend, BackendBooks books, BackendSurroundings around)
    {
        Settings = BackendSettings.From(backend);
        Profiles = new RequestProfileStore(RequestProfile.Of(backend.KnownCapabilities), backend.KnownVersion, around.Time);
        var tls = CertificateCheck.OptionsFor(backend, Settings);
        sockets = new SocketsHttpHandler
        {
            // A redirect could take the key, and the prompt, to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
            // An answer that nobody wants any more is not read to its end: closing the connection is how the server learns of it.
            MaxResponseDrainSize = 0,
            // A proxy resolves names by itself, past the check of addresses: one is used where the spec names it, or where any address will do.
            UseProxy = Settings.Proxy is not null || Settings.AllowPublicAddresses,
            Proxy = Settings.Proxy is { } proxy ? new WebProxy(proxy) : null,
            ConnectTimeout = BackendDefaults.ConnectTimeout,
            ConnectCallback = new GuardedConnector(Settings, new EndpointGuard(around.Policy, Settings), tls).ConnectAsync,
            // llama-server closes idle connections after 5 s; a request on a connection that is being closed would fail.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
            SslOptions = tls,
        };
        var exchange = new ExchangeScope();
        Probe = new HttpClient(new TransportFailureHandler(Settings, new AuthenticationHandler(Settings, sockets)))
        {
            BaseAddress = Settings.Endpoint.Root,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        IRequestDialect dialect = Settings.Provider == LlmProvider.Ollama ? new OllamaDialect(Settings) : new OpenAIDialect(Settings);
        var chatHttp = new HttpClient(
            new TransportFailureHandler(Settings,
                new AnswerFailureHandler(Settings, exchange, around.Time,
                    new DialectHandler(dialect, Profiles,
                        new RedactingHandler(new AuthenticationHandler(Settings, sockets))))))
        {
            BaseAddress = Settings.Endpoint.Root,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        Chat = BackendChatClientFactory.Create(Settings, chatHttp, exchange, dialect, Profiles, books, around);
    }

    public BackendSettings Settings { get; }

    /// <summary>What the server accepts.</summary>
    public RequestProfileStore Profiles { get; }

    /// <summary>For probing: answers of any status are returned as they are.</summary>
    public HttpClient Probe { get; }

    /// <summary>For asking the model. Throws only <see cref="Failures.BackendException"/> and the caller's own cancellation.</summary>
    public IChatClient Chat { get; }

    public void Dispose()
    {
        Chat.Dispose();
        Probe.Dispose();
        sockets.Dispose();
    }
}
