using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Dialects;
using ClusterCode.Llm.Telemetry;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Llm.Tests.Explaining;

/// <summary>Real llama-servers that were started in other ways than most: with two slots, with TLS, with a model that thinks; and one that is told to stop.</summary>
[Trait("Category", "Model")]
public sealed class LlamaServerModesTests
{
    [Fact]
    public async Task Both_of_two_slots_are_used_and_what_is_more_waits_at_the_operator()
    {
        await using var server = await LlamaServer.StartAsync("-c", "32768", "-np", "2", "--no-kv-unified", "--metrics");
        using var host = new LlmHost();
        using var end = new CancellationTokenSource();
        var backend = Endless(LlmHost.Backend(LlmProvider.LlamaCpp, server.Address));
        using var lease = Unconstrained(host, backend);
        Task[] explaining = [.. Enumerable.Range(0, 3).Select(_ => host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, end.Token))];
        await server.UntilAsync("slots", body => body.Split("\"is_processing\":true").Length - 1 == 2);
        await server.UntilAsync("metrics", body => body.Contains("llamacpp:requests_processing 2", StringComparison.Ordinal) && body.Contains("llamacpp:requests_deferred 0", StringComparison.Ordinal));
        Assert.Equal(2, host.Usage.LoadOf(backend.Name).UnderWay);
        await end.CancelAsync();
        foreach (var one in explaining)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_a_private_authority_is_used_with_its_authority_and_not_without()
    {
        using var key = RSA.Create(2048);
        using var certificate = Certificate(key);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("tls.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
        await using var server = await LlamaServer.StartAsync("-c", "16384", "--ssl-cert-file", folder.File("tls.crt"), "--ssl-key-file", folder.File("tls.key"));
        using var host = new LlmHost();
        var backend = LlmHost.Backend(LlmProvider.LlamaCpp, new UriBuilder(server.Address) { Scheme = "https", Host = "localhost" }.Uri);

        Assert.Equal(ConditionReasons.TlsFailed, (await host.Probe.ProbeAsync(backend, default)).Reason);
        var trusting = backend with { CaCertificatesPem = certificate.ExportCertificatePem() };
        var probed = await host.Probe.ProbeAsync(trusting, default);
        Assert.True(probed.Ready, probed.Message);
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, trusting, default);
        Assert.True(outcome.Reason == ConditionReasons.AnswerUngrounded, $"{outcome.Reason}: {outcome.Message}");
    }

    [Theory]
    [InlineData(LlmProvider.LlamaCpp)]
    [InlineData(LlmProvider.OpenAICompatible)]
    public async Task What_a_model_thinks_is_not_taken_for_its_answer(LlmProvider provider)
    {
        await using var server = await LlamaServer.StartAsync("-c", "16384", "-np", "1", "-m", await LlamaServer.ModelAsync("tiny-think.gguf"));
        using var host = new LlmHost();
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, LlmHost.Backend(provider, server.Address), default);
        // The schema holds for what comes after the thoughts: the answer has its form, and says nothing that the evidence bears.
        Assert.True(outcome.Reason == ConditionReasons.AnswerUngrounded, $"{outcome.Reason}: {outcome.Message}");
        Assert.DoesNotContain("think", outcome.Explanation, StringComparison.OrdinalIgnoreCase);
    }

    // Mostly it leaves the stream open and silent (SilentStreamTests say what is told then); with its threads in another order it ends it in the middle.
    [Fact]
    public async Task A_server_that_is_told_to_stop_in_mid_answer_is_not_waited_for_and_its_half_answer_not_used()
    {
        var time = new FakeTimeProvider();
        await using var server = await LlamaServer.StartAsync("-c", "16384");
        using var host = new LlmHost(time);
        using var began = new MetricCollector<double>(host.Meters, LlmTelemetry.SourceName, "cluster_code_model_first_token_seconds");
        var backend = Endless(LlmHost.Backend(LlmProvider.LlamaCpp, server.Address));
        backend = backend with { Spec = backend.Spec with { Timeout = "24h" } };
        using var lease = Unconstrained(host, backend);
        var explaining = host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        await began.WaitForMeasurementsAsync(1);
        await server.TerminateAsync();
        // Tokens that are under way still come; each sets the limit anew.
        while (await Task.WhenAny(explaining, Task.Delay(TimeSpan.FromMilliseconds(50))) != explaining)
            time.Advance(TimeSpan.FromSeconds(31));
        var outcome = await explaining;
        Assert.False(outcome.Explained, outcome.Message);
        Assert.Equal(ExpertWords.Explain(SampleDiagnoses.MissingKey).Explanation, outcome.Explanation);
        Assert.Equal(backend.Name, outcome.Usage.FallbackFrom);
    }

    // Goes on until the limit of tokens, which takes this server many seconds.
    private static BackendConfiguration Endless(BackendConfiguration backend) => backend with
    {
        Spec = backend.Spec with
        {
            Parameters = new LlmParameters
            {
                ContextWindow = 16384,
                MaxTokens = 8000,
                Extra = new Dictionary<string, JsonElement> { ["ignore_eos"] = JsonSerializer.SerializeToElement(true) },
            },
        },
    };

    // A schema would end the answer; the backend is treated as one that is known to refuse schemas.
    private static BackendSessions.Lease Unconstrained(LlmHost host, BackendConfiguration backend)
    {
        var lease = host.Sessions.Rent(backend);
        lease.Session.Profiles.Current = RequestProfile.Initial with { Schema = SchemaMode.Plain };
        return lease;
    }

    private static X509Certificate2 Certificate(RSA key)
    {
        var request = new CertificateRequest("CN=llama", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cluster-code-tls-");

        public string File(string name) => Path.Combine(folder.FullName, name);

        public void Dispose() => folder.Delete(recursive: true);
    }
}
