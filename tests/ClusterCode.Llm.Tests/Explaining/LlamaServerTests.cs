using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Dialects;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;

namespace ClusterCode.Llm.Tests.Explaining;

/// <summary>Against a real llama-server. Its model speaks nonsense, in the form that it is made to: what grounding is for.</summary>
[Trait("Category", "Model")]
public sealed class LlamaServerTests(LlamaServerFixture fixture) : IClassFixture<LlamaServerFixture>, IDisposable
{
    private readonly LlmHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task A_schema_constrained_answer_of_nonsense_is_refused_and_the_experts_words_stand()
    {
        var outcome = await ExplainAsync(Backend(fixture.Address));
        AssertExpertStands(outcome, ConditionReasons.AnswerUngrounded);
        Assert.InRange(outcome.Usage.Attempts!.Value, 1, 2);
        Assert.True(outcome.Usage.PromptTokens > 1000, $"the server counted {outcome.Usage.PromptTokens} tokens");
        Assert.True(outcome.Usage.CompletionTokens > 20, $"the server counted {outcome.Usage.CompletionTokens} tokens");
        Assert.Equal("ai/test", outcome.Usage.FallbackFrom);
    }

    [Fact]
    public async Task A_prompt_that_the_server_has_no_room_for_is_an_overflow_and_not_sent_again()
    {
        await using var small = await LlamaServer.StartAsync("-c", "1024");
        var outcome = await ExplainAsync(Backend(small.Address, maxAttempts: 3));
        AssertExpertStands(outcome, ConditionReasons.ContextOverflow);
        Assert.Equal(1, outcome.Usage.Attempts);
        Assert.Contains("exceeds the available context size (1024 tokens)", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_wanted_refused_or_accepted()
    {
        await using var locked = await LlamaServer.StartAsync("-c", "16384", "--api-key", "right-key-123");
        var backend = Backend(locked.Address);
        var none = await ExplainAsync(backend);
        AssertExpertStands(none, ConditionReasons.Unauthorized);
        Assert.Contains("spec.auth is not set", none.Message, StringComparison.Ordinal);
        var wrong = await ExplainAsync(backend with { ApiKey = "wrong-key-456" });
        AssertExpertStands(wrong, ConditionReasons.Unauthorized);
        Assert.DoesNotContain("wrong-key", wrong.Message, StringComparison.Ordinal);
        AssertExpertStands(await ExplainAsync(backend with { ApiKey = "right-key-123\n" }), ConditionReasons.AnswerUngrounded);

        var refused = await host.Probe.ProbeAsync(backend with { ApiKey = "wrong-key-456" }, default);
        Assert.Equal((false, ConditionReasons.Unauthorized), (refused.Ready, refused.Reason));
        Assert.True((await host.Probe.ProbeAsync(backend with { ApiKey = "right-key-123" }, default)).Ready);
    }

    [Fact]
    public async Task A_slow_answer_ends_with_the_time_limit_and_frees_the_server()
    {
        var backend = Endless(Backend(fixture.Address));
        backend = backend with { Spec = backend.Spec with { Timeout = "1500ms" } };
        using var lease = Unconstrained(backend);
        var outcome = await ExplainAsync(backend);
        AssertExpertStands(outcome, ConditionReasons.Timeout);
        Assert.Contains("within 1.5s", outcome.Message, StringComparison.Ordinal);
        await fixture.Server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_server_killed_in_mid_answer_leaves_the_experts_words()
    {
        await using var server = await LlamaServer.StartAsync("-c", "16384");
        var backend = Endless(Backend(server.Address));
        using var lease = Unconstrained(backend);
        var explaining = ExplainAsync(backend);
        await server.UntilBusyAsync();
        server.Kill();
        var outcome = await explaining;
        AssertExpertStands(outcome, ConditionReasons.EndpointError);
        Assert.Contains("was the server restarted or killed?", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_tells_version_model_and_context()
    {
        var result = await host.Probe.ProbeAsync(Backend(fixture.Address), default);
        Assert.True(result.Ready, result.Message);
        Assert.Equal(ConditionReasons.BackendReady, result.Reason);
        Assert.Equal(["tiny"], result.Models);
        Assert.Equal(16384, result.ContextWindow);
        Assert.False(string.IsNullOrEmpty(result.ServerVersion));
        Assert.Equal((true, true), (result.Capabilities!.JsonSchema, result.Capabilities.Streaming));
        Assert.NotNull(result.Latency);
    }

    [Theory]
    [InlineData(LlmProvider.OpenAICompatible)]
    [InlineData(LlmProvider.VLLM)]
    public async Task The_probe_finds_it_as_a_compatible_server_too(LlmProvider provider) =>
        Assert.True((await host.Probe.ProbeAsync(Backend(fixture.Address, provider), default)).Ready);

    [Theory]
    [InlineData(LlmProvider.Ollama)]
    [InlineData(LlmProvider.TGI)]
    [InlineData(LlmProvider.LiteLLM)]
    public async Task The_probe_tells_that_it_is_another_kind_of_server(LlmProvider provider)
    {
        var result = await host.Probe.ProbeAsync(Backend(fixture.Address, provider), default);
        Assert.Equal((false, ConditionReasons.UnexpectedAnswer), (result.Ready, result.Reason));
        Assert.Contains("llama.cpp", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_lists_what_is_served_instead_of_a_missing_model()
    {
        var backend = Backend(fixture.Address);
        var result = await host.Probe.ProbeAsync(backend with { Spec = backend.Spec with { Model = "huge" } }, default);
        Assert.Equal((false, ConditionReasons.ModelNotFound), (result.Ready, result.Reason));
        Assert.Contains("does not serve model huge; it serves tiny.", result.Message, StringComparison.Ordinal);
    }

    private Task<ExplanationOutcome> ExplainAsync(BackendConfiguration backend) => host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);

    // The tiny model makes about one token of each character: its context must be larger than the estimate of a real model's.
    private static BackendConfiguration Backend(Uri address, LlmProvider provider = LlmProvider.LlamaCpp, int maxAttempts = 1)
    {
        var backend = LlmHost.Backend(provider, address);
        return backend with { Spec = backend.Spec with { Retry = new LlmRetry { MaxAttempts = maxAttempts, Backoff = "1ms" } } };
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
    private BackendSessions.Lease Unconstrained(BackendConfiguration backend)
    {
        var lease = host.Sessions.Rent(backend);
        lease.Session.Profiles.Current = RequestProfile.Initial with { Schema = SchemaMode.Plain };
        return lease;
    }

    private static void AssertExpertStands(ExplanationOutcome outcome, string reason)
    {
        Assert.True(reason == outcome.Reason, $"{outcome.Reason}: {outcome.Message}");
        Assert.False(outcome.Explained);
        Assert.Equal(ExpertWords.Explain(SampleDiagnoses.MissingKey).Explanation, outcome.Explanation);
    }
}
