using System.Text;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Credentials;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Credentials;

public sealed class KubeconfigLoaderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Everything_that_a_kubeconfig_says_is_done()
    {
        var authority = TestAuthority.Create();
        await using var server = await TlsServer.StartAsync(authority.Server("api.internal"));
        using var proxy = new TunnelProxy();
        server.OnRequest = (context, _) => context.Response.WriteAsync("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"n"}}""");
        _folder.Write("ca.crt", authority.Pem);
        _folder.Write("token", "from-file");
        var (certificate, key) = authority.Client("me");
        var path = _folder.Write("config", $$"""
            apiVersion: v1
            kind: Config
            current-context: here
            clusters:
            - name: c
              cluster: {server: "https://127.0.0.1:{{server.Port}}/k8s/clusters/c-1", certificate-authority: ca.crt, tls-server-name: api.internal, proxy-url: "http://me:p%40ss@127.0.0.1:{{proxy.Port}}"}
            users:
            - name: u
              user: {tokenFile: token, token: ignored, client-certificate-data: {{Base64(certificate)}}, client-key-data: {{Base64(key)}}}
            contexts:
            - name: here
              context: {cluster: c, user: u, namespace: shop}
            """);
        var access = Load(path);
        Assert.Equal("shop", access.Namespace);

        var services = new ServiceCollection();
        services.AddSingleton(new ClusterConnection(access, "example.com.operator/1.0", NullLogger<ClusterHttpHandler>.Instance));
        services.AddKubernetesOperator(settings => settings.Name = "example.com/operator");
        await using var provider = services.BuildServiceProvider();
        var found = await provider.GetRequiredService<IApiClient>().GetAsync(ResourceDefinition.For<V1ConfigMap>(), new ObjectKey("n", "a"), default);

        Assert.Equal("a", found!.Metadata.Name);
        var call = Assert.Single(server.Calls);
        Assert.Equal(("/k8s/clusters/c-1/api/v1/namespaces/n/configmaps/a", "Bearer from-file", "CN=me", "api.internal"), (call.PathAndQuery, call.Authorization, call.ClientSubject, call.ServerName));
        Assert.StartsWith("example.com.operator/", call.UserAgent, StringComparison.Ordinal);
        Assert.Contains(proxy.Requests, request => request.StartsWith($"CONNECT 127.0.0.1:{server.Port} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_files_the_first_counts_and_paths_are_meant_from_the_file_they_stand_in()
    {
        Directory.CreateDirectory(_folder["sub"]);
        _folder.Write("sub/token", "other");
        var first = _folder.Write("first", """
            clusters: [{name: c, cluster: {server: "https://first:6443"}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            """);
        var second = _folder.Write("sub/second", """
            current-context: x
            clusters: [{name: c, cluster: {server: "https://second:6443"}}]
            users: [{name: u, user: {tokenFile: token}}]
            """);
        var access = KubeconfigLoader.Load([first, _folder["missing"], second], null, _clock, NullLogger.Instance);
        Assert.Equal("first", access.Server.Host);
        Assert.Equal("Bearer other", (await access.Credentials.GetAsync(default)).Header!.ToString());
    }

    [Theory]
    [InlineData("as: admin", "as")]
    [InlineData("auth-provider: {name: gcp}", "auth-provider")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}", "interactiveMode")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1}", "command")]
    public void What_is_not_supported_is_said(string user, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidOperationException>(() => Load(Config($"{{{user}}}"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_context_that_is_not_there_is_named() =>
        Assert.Contains("nowhere", Assert.Throws<InvalidOperationException>(() => KubeconfigLoader.Load([Config("{token: t}")], "nowhere", _clock, NullLogger.Instance)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_plugin_is_run_when_needed_when_its_credential_expires_and_after_a_401()
    {
        using var credentials = Plugin("""
            echo run >> "$(dirname "$0")/runs"
            echo 'please log in soon' >&2
            n=$(wc -l < "$(dirname "$0")/runs")
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"
            printf '%s|' "$@" "$EXTRA" > "$(dirname "$0")/args"
            echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t$n\",\"expirationTimestamp\":\"2000-01-01T01:00:00Z\"}}"
            """);
        _clock.SetUtcNow(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var first = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => credentials.GetAsync(default).AsTask()));
        Assert.All(first, credential => Assert.Equal("Bearer t1", credential.Header!.ToString()));
        var renewed = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => credentials.RenewAsync(first[0], default).AsTask()));
        Assert.All(renewed, credential => Assert.Equal("Bearer t2", credential.Header!.ToString()));
        Assert.Equal("Bearer t2", (await credentials.GetAsync(default)).Header!.ToString());
        _clock.Advance(TimeSpan.FromHours(1) - ExecCredentials.Leeway);
        Assert.Equal("Bearer t3", (await credentials.GetAsync(default)).Header!.ToString());

        Assert.Equal("an argument|two|extra value|", await File.ReadAllTextAsync(_folder["args"]));
        var info = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(_folder["info"]))!;
        Assert.Equal("""{"interactive":false,"cluster":{"server":"https://api:6443","config":{"audience":"x","depth":[1,true]}}}""", info["spec"]!.ToJsonString());
    }

    [Fact]
    public async Task A_plugin_may_print_a_client_certificate()
    {
        var (certificate, key) = TestAuthority.Create().Client("by-plugin");
        _folder.Write("out", $$$"""{"apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"{{{certificate.ReplaceLineEndings("\\n")}}}","clientKeyData":"{{{key.ReplaceLineEndings("\\n")}}}"}}""");
        using var credentials = Plugin("cat \"$(dirname \"$0\")/out\"");
        Assert.Equal("CN=by-plugin", (await credentials.GetAsync(default)).Certificate!.ToString());
    }

    [Theory]
    [InlineData("echo 'no such profile' >&2; exit 3", "exit code 3: no such profile")]
    [InlineData("echo nonsense", "no valid ExecCredential")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}'", "v1beta1")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "neither a token")]
    public async Task A_plugin_that_fails_is_told_as_an_unreachable_server_is(string script, string message)
    {
        using var credentials = Plugin(script);
        Assert.Contains(message, (await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await credentials.GetAsync(default))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ExecCredentials Plugin(string script)
    {
        _folder.Script("plugin", script);
        return (ExecCredentials)Load(Config(
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [an argument, two], env: [{name: EXTRA, value: extra value}], provideClusterInfo: true}}")).Credentials;
    }

    private string Config(string user) => _folder.Write("config", $$$"""
        current-context: x
        clusters: [{name: c, cluster: {server: "https://api:6443", extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: x, depth: [1, true]}}]}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        users: [{name: u, user: {{{user}}}}]
        """);

    private ClusterAccess Load(string path) => KubeconfigLoader.Load([path], null, _clock, NullLogger.Instance);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
