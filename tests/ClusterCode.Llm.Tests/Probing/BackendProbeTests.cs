using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.Llm.Tests.Probing;

public sealed class BackendProbeTests : IDisposable
{
    private readonly LlmHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task BuiltIn_is_always_ready() =>
        Assert.True((await host.Probe.ProbeAsync(BackendConfiguration.BuiltIn, default)).Ready);

    [Fact]
    public async Task Each_provider_is_asked_in_its_own_way()
    {
        await using var vllm = await FakeServer.OfAsync(new Dictionary<string, string>
        {
            ["/v1/models"] = """{"object":"list","data":[{"id":"tiny","object":"model","created":1,"owned_by":"vllm","root":"tiny","max_model_len":8192}]}""",
            ["/version"] = """{"version":"0.12.0"}""",
        });
        Assert.Equal(("0.12.0", 8192), await FactsAsync(LlmProvider.VLLM, vllm));
        await using var tgi = await FakeServer.OfAsync(new Dictionary<string, string>
        {
            ["/info"] = """{"model_id":"tiny","max_input_tokens":3000,"max_total_tokens":4096,"version":"3.3.4"}""",
        });
        Assert.Equal(("3.3.4", 4096), await FactsAsync(LlmProvider.TGI, tgi));
        await using var litellm = await FakeServer.OfAsync(new Dictionary<string, string>
        {
            ["/health/liveliness"] = "\"I'm alive!\"",
            ["/v1/models"] = """{"data":[{"id":"tiny","object":"model","created":1,"owned_by":"openai"}],"object":"list"}""",
        });
        Assert.Equal((null, null), await FactsAsync(LlmProvider.LiteLLM, litellm));
        Assert.DoesNotContain(litellm.Requests, request => request.Path == "/health");
    }

    [Theory]
    [InlineData(LlmProvider.VLLM, "/v1/models", """401 {"error":"Unauthorized"}""", ConditionReasons.Unauthorized, "wants a key")]
    [InlineData(LlmProvider.VLLM, "/v1/models", """{"object":"list","data":null}""", ConditionReasons.ModelNotFound, "no model at all")]
    [InlineData(LlmProvider.VLLM, "/v1/models", """{"hello":"world"}""", ConditionReasons.UnexpectedAnswer, "no list of models")]
    [InlineData(LlmProvider.VLLM, "/v1/models", "<html>nginx</html>", ConditionReasons.UnexpectedAnswer, "a web page")]
    [InlineData(LlmProvider.VLLM, "/v1/models", "hello", ConditionReasons.UnexpectedAnswer, "text that is not JSON")]
    [InlineData(LlmProvider.VLLM, "/v1/models", "", ConditionReasons.UnexpectedAnswer, "an empty body")]
    [InlineData(LlmProvider.VLLM, "/other", "{}", ConditionReasons.UnexpectedAnswer, "correct spec.provider, or the path of spec.endpoint")]
    [InlineData(LlmProvider.VLLM, "/v1/models", "429 {}", ConditionReasons.RateLimited, "limits requests")]
    [InlineData(LlmProvider.VLLM, "/v1/models", "503 ", ConditionReasons.EndpointError, "no pod may stand behind the Service")]
    [InlineData(LlmProvider.LlamaCpp, "/health", """503 {"error":{"message":"Loading model","type":"unavailable_error","code":503}}""", ConditionReasons.ModelLoading, "is loading model tiny")]
    [InlineData(LlmProvider.TGI, "/info", "{}", ConditionReasons.UnexpectedAnswer, "not TGI's")]
    [InlineData(LlmProvider.LiteLLM, "/health/liveliness", "503 ", ConditionReasons.EndpointError, "unavailable")]
    [InlineData(LlmProvider.Ollama, "/api/version", "403 ", ConditionReasons.Unauthorized, "OLLAMA_HOST=0.0.0.0")]
    public async Task What_a_server_answers_is_told_precisely(LlmProvider provider, string path, string answer, string reason, string message)
    {
        await using var server = await FakeServer.OfAsync(new Dictionary<string, string> { [path] = answer });
        await AssertNotReadyAsync(LlmHost.Backend(provider, server.Address), reason, message);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await FakeServer.StartAsync((_, context) =>
        {
            context.Response.Redirect("https://elsewhere.example/login?next=secret");
            return Task.CompletedTask;
        });
        await AssertNotReadyAsync(LlmHost.Backend(LlmProvider.VLLM, server.Address), ConditionReasons.UnexpectedAnswer, "a redirect to https://elsewhere.example/login;");
    }

    [Fact]
    public async Task A_server_that_never_answers_ends_with_the_time_limit()
    {
        var end = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync((_, _) => end.Task);
        var backend = LlmHost.Backend(LlmProvider.VLLM, server.Address);
        await AssertNotReadyAsync(backend with { Spec = backend.Spec with { Timeout = "200ms" } }, ConditionReasons.Timeout, "did not answer the probe within 200ms");
        end.SetResult();
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_told_from_a_closed_port()
    {
        await AssertNotReadyAsync(LlmHost.Backend(LlmProvider.Ollama, new Uri("http://ollama.nowhere.invalid:11434")), ConditionReasons.EndpointUnreachable, "connect to ollama.nowhere.invalid:11434: no such host");
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await AssertNotReadyAsync(LlmHost.Backend(LlmProvider.Ollama, new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}")), ConditionReasons.EndpointUnreachable, "connection refused");
    }

    [Fact]
    public async Task Private_authorities_names_and_dates_of_certificates_are_checked()
    {
        using var good = Certificate("localhost", DateTimeOffset.UtcNow.AddDays(1));
        using var foreign = Certificate("llm.corp.example", DateTimeOffset.UtcNow.AddDays(1));
        using var expired = Certificate("localhost", DateTimeOffset.UtcNow.AddHours(-1));
        await using var server = await StartTlsAsync(good);
        await using var foreignServer = await StartTlsAsync(foreign);
        await using var expiredServer = await StartTlsAsync(expired);

        await AssertReadyAsync(Trusting(server, good));
        await AssertNotReadyAsync(LlmHost.Backend(LlmProvider.OpenAICompatible, server.Address), ConditionReasons.TlsFailed, "name its authority's certificate in spec.tls.caBundleRef");
        await AssertNotReadyAsync(Trusting(server, foreign), ConditionReasons.TlsFailed, "the bundle that spec.tls.caBundleRef names does not hold its authority");
        await AssertNotReadyAsync(Trusting(foreignServer, foreign), ConditionReasons.TlsFailed, "is for llm.corp.example, not for localhost");
        await AssertNotReadyAsync(Trusting(expiredServer, expired), ConditionReasons.TlsFailed, "expired at");
        await AssertReadyAsync(WithTls(Trusting(foreignServer, foreign), new LlmTls { ServerName = "llm.corp.example" }));
        await AssertReadyAsync(WithTls(LlmHost.Backend(LlmProvider.OpenAICompatible, expiredServer.Address), new LlmTls { InsecureSkipVerify = true }));
    }

    [Fact]
    public async Task TLS_where_there_is_none_is_said_to_be_so()
    {
        await using var server = await FakeServer.OfAsync(new Dictionary<string, string>());
        await AssertNotReadyAsync(
            LlmHost.Backend(LlmProvider.VLLM, new UriBuilder(server.Address) { Scheme = "https" }.Uri), ConditionReasons.TlsFailed, "does not speak TLS at that port");
    }

    [Theory]
    [InlineData("not PEM at all", "holds no PEM certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "cannot be read")]
    public async Task A_bundle_that_cannot_be_read_is_a_fault_of_the_configuration(string pem, string message) =>
        await AssertNotReadyAsync(LlmHost.Backend(LlmProvider.VLLM, new Uri("https://localhost:1")) with { CaCertificatesPem = pem }, ConditionReasons.TlsConfigurationInvalid, message);

    [Theory]
    [InlineData(null, "tiny", null, "spec.endpoint")]
    [InlineData("ollama:11434", "tiny", null, "not an http or https URL")]
    [InlineData("http://user:pass@host/", "tiny", null, "must not carry a user")]
    [InlineData("http://host", " ", null, "spec.model")]
    [InlineData("http://host", "tiny", "2 minutes", "spec.timeout of LlmBackend ai/test: \"2 minutes\" is not a duration")]
    [InlineData("http://host", "tiny", "0s", "must be above 0")]
    public async Task An_invalid_spec_is_told_by_field(string? endpoint, string model, string? timeout, string message) =>
        await AssertNotReadyAsync(
            new BackendConfiguration { Name = "ai/test", Spec = new LlmBackendSpec { Provider = LlmProvider.VLLM, Endpoint = endpoint, Model = model, Timeout = timeout } },
            ConditionReasons.InvalidSpec,
            message);

    [Fact]
    public async Task A_key_that_no_header_can_carry_is_told() =>
        await AssertNotReadyAsync(LlmHost.Backend(LlmProvider.VLLM, new Uri("http://localhost:1")) with { ApiKey = "two\nlines" }, ConditionReasons.Unauthorized, "no HTTP header can carry");

    private async Task<(string? Version, int? Window)> FactsAsync(LlmProvider provider, FakeServer server)
    {
        var result = await host.Probe.ProbeAsync(LlmHost.Backend(provider, server.Address) with { Name = $"ai/{provider}" }, default);
        Assert.True(result.Ready, result.Message);
        Assert.Equal(["tiny"], result.Models);
        return (result.ServerVersion, result.ContextWindow);
    }

    private async Task AssertReadyAsync(BackendConfiguration backend)
    {
        var result = await host.Probe.ProbeAsync(backend, default);
        Assert.True(result.Ready, $"{result.Reason}: {result.Message}");
    }

    private async Task AssertNotReadyAsync(BackendConfiguration backend, string reason, string message)
    {
        var result = await host.Probe.ProbeAsync(backend, default);
        Assert.False(result.Ready);
        Assert.True(reason == result.Reason, $"{result.Reason}: {result.Message}");
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.InRange(result.Message.Length, 20, 900);
    }

    [Theory]
    [InlineData(LlmProvider.VLLM, 8192, null, "")]
    [InlineData(LlmProvider.VLLM, 2048, null, "; the 2048 tokens of context that the server gives it are fewer than the 4096 that a diagnosis needs, so that evidence is left out: start vLLM with a larger --max-model-len")]
    [InlineData(LlmProvider.VLLM, 2048, 2048, "; the 2048 tokens of context")]
    [InlineData(LlmProvider.VLLM, 8192, 9000, "; spec.parameters.contextWindow (9000) is more than the 8192 tokens that the server gives the model: lower it")]
    [InlineData(LlmProvider.VLLM, 8192, 3000, "; spec.parameters.contextWindow (3000) is less than the 4096 tokens that a diagnosis needs, so that evidence is left out")]
    [InlineData(LlmProvider.OpenAICompatible, null, null, "")]
    [InlineData(LlmProvider.OpenAICompatible, null, 3000, "; spec.parameters.contextWindow (3000) is less than")]
    public async Task A_context_that_does_not_do_is_told_with_what_to_change(LlmProvider provider, int? served, int? asked, string advice)
    {
        await using var server = await FakeServer.OfAsync(new Dictionary<string, string>
        {
            ["/v1/models"] = served is null ? """{"data":[{"id":"tiny"}]}""" : $$"""{"data":[{"id":"tiny","max_model_len":{{served}}}]}""",
        });
        var backend = LlmHost.Backend(provider, server.Address);
        var result = await host.Probe.ProbeAsync(backend with { Spec = backend.Spec with { Parameters = new LlmParameters { ContextWindow = asked } } }, default);
        Assert.True(result.Ready, result.Message);
        if (advice.Length == 0)
            Assert.EndsWith("serves model tiny", result.Message, StringComparison.Ordinal);
        else
            Assert.Contains($"serves model tiny{advice}", result.Message, StringComparison.Ordinal);
    }

    private static BackendConfiguration Trusting(FakeServer server, X509Certificate2 authority) =>
        LlmHost.Backend(LlmProvider.OpenAICompatible, server.Address) with { CaCertificatesPem = authority.ExportCertificatePem() };

    private static BackendConfiguration WithTls(BackendConfiguration backend, LlmTls tls) => backend with { Spec = backend.Spec with { Tls = tls } };

    private static Task<FakeServer> StartTlsAsync(X509Certificate2 certificate) =>
        FakeServer.StartAsync((_, context) => context.Response.WriteAsync("""{"data":[{"id":"tiny"}]}"""), certificate);

    private static X509Certificate2 Certificate(string name, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), until);
    }
}
