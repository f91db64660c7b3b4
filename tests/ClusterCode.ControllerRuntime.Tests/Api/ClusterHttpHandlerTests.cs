using System.Diagnostics;
using System.Net;
using System.Text;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Credentials;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Api;

/// <summary>Against servers with real TLS.</summary>
public sealed class ClusterHttpHandlerTests : IAsyncDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create();
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeLogger<ClusterHttpHandler> _log = new();
    private readonly List<IDisposable> _disposables = [];
    private TlsServer _server = null!;

    [Fact]
    public async Task A_renewed_token_is_found_when_the_old_one_is_refused_and_the_request_is_sent_again()
    {
        await StartAsync();
        _server.OnRequest = (context, call) => call.Authorization == "Bearer second" ? context.Response.WriteAsync("welcome") : TlsServer.RefuseAsync(context);
        var client = Client(Access(TokenFile("first")));
        using var refused = await SendAsync(client, HttpMethod.Get);
        Assert.Equal((HttpStatusCode.Unauthorized, 1), (refused.StatusCode, _server.Calls.Count));

        _folder.Write("token", "second\n");
        using var answer = await SendAsync(client, HttpMethod.Post, "the body");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["Bearer first", "Bearer second"], _server.Calls.Skip(1).Select(call => call.Authorization));
        Assert.All(_server.Calls.Skip(1), call => Assert.Equal("the body", call.Body));

        // Others that were refused meanwhile take what the first one found.
        using var next = await SendAsync(client, HttpMethod.Get);
        Assert.Equal((HttpStatusCode.OK, 4), (next.StatusCode, _server.Calls.Count));
    }

    [Fact]
    public async Task A_token_file_is_read_again_every_minute_and_one_that_is_missing_changes_nothing()
    {
        await StartAsync();
        var client = Client(Access(TokenFile("first")));
        using (await SendAsync(client, HttpMethod.Get))
            _folder.Write("token", "second");
        using (await SendAsync(client, HttpMethod.Get))
            _clock.Advance(FileCredentials.MaxAge);
        using (await SendAsync(client, HttpMethod.Get))
            File.Delete(_folder["token"]);
        _clock.Advance(FileCredentials.MaxAge);
        using (await SendAsync(client, HttpMethod.Get))
            Assert.Equal(["Bearer first", "Bearer first", "Bearer second", "Bearer second"], _server.Calls.Select(call => call.Authorization));
        Assert.Single(_log.Collector.GetSnapshot(), record => record.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task A_missing_token_is_like_a_server_that_cannot_be_reached()
    {
        await StartAsync();
        var client = Client(Access(new FileCredentials(null, _folder["token"], null, null, _clock, _log)));
        Assert.Contains("token", (await Assert.ThrowsAnyAsync<HttpRequestException>(() => SendAsync(client, HttpMethod.Get))).Message, StringComparison.Ordinal);
        _folder.Write("token", "late");
        using var answer = await SendAsync(client, HttpMethod.Get);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task New_connections_trust_the_authority_that_the_file_names_now_and_old_ones_live_on()
    {
        await StartAsync();
        var watching = new TaskCompletionSource();
        _server.OnRequest = async (context, call) =>
        {
            await context.Response.WriteAsync("line 1\n");
            await context.Response.Body.FlushAsync();
            if (call.PathAndQuery == "/watch")
            {
                await watching.Task;
                await context.Response.WriteAsync("line 2\n");
            }
        };
        // Every request makes a connection of its own.
        var client = Client(Access(FixedToken()) with { Authorities = PemSource.File(_folder.Write("ca.crt", _authority.Pem)), Customize = handler => handler.PooledConnectionLifetime = TimeSpan.Zero });
        using var watch = await SendAsync(client, HttpMethod.Get, path: "watch");
        using var lines = new StreamReader(await watch.Content.ReadAsStreamAsync());
        Assert.Equal("line 1", await lines.ReadLineAsync());

        var successor = TestAuthority.Create("successor");
        _server.Certificate = successor.Server("127.0.0.1");
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(client, HttpMethod.Get));
        Assert.Contains(_log.Collector.GetSnapshot(), record => record.Level == LogLevel.Warning && record.Message.Contains("is not trusted", StringComparison.Ordinal) && record.Message.Contains("ca.crt", StringComparison.Ordinal));

        _folder.Write("ca.crt", successor.Pem);
        using (await SendAsync(client, HttpMethod.Get))
            watching.SetResult();
        Assert.Equal("line 2", await lines.ReadLineAsync());

        // A file that is just being written does not lock the process out.
        _folder.Write("ca.crt", "");
        using var again = await SendAsync(client, HttpMethod.Get);
        Assert.True(again.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Only_the_given_authorities_and_the_right_name_are_trusted()
    {
        await StartAsync();
        var others = TestAuthority.Create("others");
        var bundle = Access(FixedToken()) with { Authorities = PemSource.Text(others.Pem + "\n" + _authority.Pem) };
        using (var answer = await SendAsync(Client(bundle), HttpMethod.Get))
            Assert.True(answer.IsSuccessStatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Client(bundle with { Authorities = PemSource.Text(others.Pem) }), HttpMethod.Get));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Client(bundle with { Authorities = null }), HttpMethod.Get));
        using (var answer = await SendAsync(Client(bundle with { Authorities = null, SkipTlsVerify = true }), HttpMethod.Get))
            Assert.True(answer.IsSuccessStatusCode);

        _server.Certificate = _authority.Server("10.0.0.1");
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Client(bundle), HttpMethod.Get));

        // An authority below the root may be the one that is trusted.
        var intermediate = _authority.Intermediate("intermediate");
        _server.Certificate = intermediate.Server("127.0.0.1");
        using (var answer = await SendAsync(Client(bundle with { Authorities = PemSource.Text(intermediate.Pem) }), HttpMethod.Get))
            Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task The_name_in_the_certificate_may_be_another_than_the_address()
    {
        await StartAsync();
        _server.Certificate = _authority.Server("api.internal");
        using var answer = await SendAsync(Client(Access(FixedToken()) with { TlsServerName = "api.internal" }), HttpMethod.Get);
        Assert.Equal("api.internal", Assert.Single(_server.Calls).ServerName);
    }

    [Fact]
    public async Task A_renewed_client_certificate_makes_new_connections()
    {
        await StartAsync();
        _server.OnRequest = (context, call) => call.ClientSubject == "CN=second" ? context.Response.WriteAsync("welcome") : TlsServer.RefuseAsync(context);
        WriteClient("first");
        var client = Client(Access(new FileCredentials(null, null, PemSource.File(_folder["client.crt"]), PemSource.File(_folder["client.key"]), _clock, _log)));
        for (var i = 0; i < 2; i++)
        {
            using var refused = await SendAsync(client, HttpMethod.Get);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        Assert.Single(_server.Calls.Select(call => call.Connection).Distinct());
        WriteClient("second");
        using var answer = await SendAsync(client, HttpMethod.Get);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["CN=first", "CN=first", "CN=first", "CN=second"], _server.Calls.Select(call => call.ClientSubject));

        void WriteClient(string name)
        {
            var (certificate, key) = _authority.Client(name);
            _folder.Write("client.crt", certificate);
            _folder.Write("client.key", key);
        }
    }

    [Fact]
    public async Task More_watches_than_a_connection_has_streams_all_run()
    {
        await StartAsync(maxStreams: 10);
        var end = new TaskCompletionSource();
        _server.OnRequest = async (context, call) =>
        {
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            if (call.PathAndQuery != "/list")
                await end.Task;
        };
        var client = Client(Access(FixedToken()));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var watches = await Task.WhenAll(Enumerable.Range(0, 35).Select(i => SendAsync(client, HttpMethod.Get, path: $"watch-{i}", cancellationToken: limit.Token)));
        using (await SendAsync(client, HttpMethod.Get, path: "list", cancellationToken: limit.Token))
            end.SetResult();
        Assert.All(_server.Calls, call => Assert.Equal("HTTP/2", call.Protocol));
        Assert.InRange(_server.Calls.Select(call => call.Connection).Distinct().Count(), 4, 8);
        Array.ForEach(watches, watch => watch.Dispose());
    }

    [Fact]
    public async Task A_watch_that_nobody_reads_stalls_no_other_on_its_connection()
    {
        await StartAsync();
        var sent = 0L;
        var page = new byte[64 * 1024];
        _server.OnRequest = async (context, call) =>
        {
            while (call.PathAndQuery.StartsWith("/stalled", StringComparison.Ordinal))
            {
                await context.Response.Body.WriteAsync(page, context.RequestAborted);
                Interlocked.Add(ref sent, page.Length);
            }

            await context.Response.Body.WriteAsync(new byte[8 * 1024 * 1024]);
        };
        var client = Client(Access(FixedToken()));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var stalled = await SendAsync(client, HttpMethod.Get, path: "stalled", cancellationToken: limit.Token);
        // The server has filled the window when what it has sent no longer grows.
        var before = -1L;
        while (before != Interlocked.Read(ref sent))
        {
            before = Interlocked.Read(ref sent);
            await Task.Delay(TimeSpan.FromMilliseconds(300), limit.Token);
        }

        for (var i = 0; i < 3; i++)
        {
            using var answer = await SendAsync(client, HttpMethod.Get, path: "list", cancellationToken: limit.Token);
            Assert.Equal(8 * 1024 * 1024, (await answer.Content.ReadAsByteArrayAsync(limit.Token)).Length);
        }

        Assert.Single(_server.Calls.Select(call => call.Connection).Distinct());
    }

    [Fact]
    public async Task A_connection_over_which_nothing_comes_any_more_is_given_up()
    {
        await StartAsync();
        _server.OnRequest = async (context, _) =>
        {
            await context.Response.WriteAsync("line 1\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var network = new TunnelProxy();
        var client = Client(Access(FixedToken()) with
        {
            Proxy = new WebProxy("127.0.0.1", network.Port) { BypassProxyOnLocal = false },
            Customize = handler => (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)),
        });
        using var watch = await SendAsync(client, HttpMethod.Get);
        using var lines = new StreamReader(await watch.Content.ReadAsStreamAsync());
        Assert.Equal("line 1", await lines.ReadLineAsync());
        network.GoSilent();
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<IOException>(async () => await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_warning_is_logged_once_and_so_many_at_most()
    {
        await StartAsync();
        var warning = "";
        _server.OnRequest = (context, _) =>
        {
            context.Response.Headers.Append("Warning", warning);
            return context.Response.WriteAsync("{}");
        };
        var client = Client(Access(FixedToken()));
        warning = "299 - \"policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, \\\"unavailable\\\" in v1.25+\"";
        for (var i = 0; i < 3; i++)
            (await SendAsync(client, HttpMethod.Get, path: "apis/policy")).Dispose();
        Assert.Equal("The API server warns of GET /apis/policy: policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, \"unavailable\" in v1.25+", Assert.Single(_log.Collector.GetSnapshot()).Message);
        for (var i = 0; i < WarningLog.MaxTexts + 20; i++)
        {
            warning = $"299 - \"unknown field {i}\"";
            (await SendAsync(client, HttpMethod.Get)).Dispose();
        }

        Assert.Equal(WarningLog.MaxTexts, _log.Collector.GetSnapshot().Count);
    }

    [Fact]
    public async Task Requests_say_who_sends_them_and_follow_no_redirects()
    {
        await StartAsync();
        _server.OnRequest = (context, _) =>
        {
            context.Response.Redirect("https://127.0.0.1:1/elsewhere");
            return Task.CompletedTask;
        };
        using var answer = await SendAsync(Client(Access(FixedToken())), HttpMethod.Get);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("test-operator/1.0", Assert.Single(_server.Calls).UserAgent);
    }

    public async ValueTask DisposeAsync()
    {
        _disposables.ForEach(disposable => disposable.Dispose());
        _folder.Dispose();
        await _server.DisposeAsync();
    }

    private async Task StartAsync(int maxStreams = 100) => _server = await TlsServer.StartAsync(_authority.Server("127.0.0.1"), maxStreams);

    private ClusterAccess Access(ICredentialSource credentials) => new(_server.Address, credentials) { Authorities = PemSource.Text(_authority.Pem) };

    private FileCredentials TokenFile(string token) => new(null, _folder.Write("token", token), null, null, _clock, _log);

    private static FixedCredentials FixedToken() => new(new Credential(Credential.Bearer("token"), null));

    private HttpMessageInvoker Client(ClusterAccess access)
    {
        var client = new HttpMessageInvoker(new ClusterHttpHandler(access, "test-operator/1.0", _log));
        _disposables.Add(client);
        return client;
    }

    private Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client, HttpMethod method, string? body = null, string path = "", CancellationToken cancellationToken = default) =>
        client.SendAsync(
            new HttpRequestMessage(method, new Uri(_server.Address, path))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
                Content = body is null ? null : new ReadOnlyMemoryContent(Encoding.UTF8.GetBytes(body)),
            },
            cancellationToken);
}
