using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Investigating;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using ClusterCode.Llm.Tests.Servers.Strict;

namespace ClusterCode.Llm.Tests.Explaining;

/// <summary>vLLM, TGI and LiteLLM, none of which can be had here: servers that reject what those reject.</summary>
public sealed class StrictServerTests : IDisposable
{
    private const string Good = """{"cause":"c1","explanation":[{"text":"Container app cannot start because ConfigMap checkout-config has no key DB_URL.","evidence":["e1","e2"]}],"fixes":[]}""";

    private static readonly LlmParameters Everything = new()
    {
        Temperature = 0.2,
        TopP = 1,
        Seed = 7,
        Stop = ["###"],
        MaxTokens = 512,
        Extra = new Dictionary<string, JsonElement> { ["top_k"] = JsonSerializer.SerializeToElement(20) },
    };

    private readonly LlmHost host = new();

    public static TheoryData<LlmProvider> Providers => [LlmProvider.VLLM, LlmProvider.TGI, LlmProvider.LiteLLM];

    public void Dispose() => host.Dispose();

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_first_request_is_right_at_once_with_everything_that_a_spec_can_set(LlmProvider provider)
    {
        var strict = Of(provider, ServedFault.None, Good);
        await using var server = await strict.StartAsync();
        var backend = Backend(strict, server);

        var probed = await host.Probe.ProbeAsync(backend, default);
        Assert.True(probed.Ready, probed.Message);
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        Assert.True(outcome is { Explained: true, Reason: ConditionReasons.ModelAnswered }, $"{outcome.Reason}: {outcome.Message}");
        Assert.Equal([200], Chats(strict));
        Assert.Equal((900, 80), (outcome.Usage.PromptTokens, outcome.Usage.CompletionTokens));
        Assert.DoesNotContain(strict.Answered, asked => asked.Path == "/health" && provider == LlmProvider.LiteLLM);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_wrong_key_is_told_and_neither_it_nor_its_hash_shown(LlmProvider provider)
    {
        const string Wrong = "sk-Kp4mL9nQ7sR2wX8z";
        var strict = Of(provider, ServedFault.None, Good);
        await using var server = await strict.StartAsync();

        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, Backend(strict, server) with { ApiKey = Wrong }, default);
        Assert.Equal(ConditionReasons.Unauthorized, outcome.Reason);
        Assert.Contains("refuses the key (HTTP 401)", outcome.Message, StringComparison.Ordinal);
        var shown = outcome.Message + string.Join('\n', host.Logs.GetSnapshot().Select(entry => entry.Message + entry.Exception));
        Assert.DoesNotContain(Wrong[^4..], shown, StringComparison.Ordinal);
        Assert.DoesNotContain(StrictLiteLlm.Hash(Wrong), shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_prompt_that_is_too_long_is_not_sent_twice(LlmProvider provider)
    {
        var strict = Of(provider, ServedFault.ContextOverflow, Good);
        await using var server = await strict.StartAsync();
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, Patient(Backend(strict, server)), default);
        Assert.Equal(ConditionReasons.ContextOverflow, outcome.Reason);
        Assert.Single(Chats(strict));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_answer_that_ends_with_an_error_is_not_used_however_whole_it_looks(LlmProvider provider)
    {
        var strict = Of(provider, ServedFault.DiesInMidAnswer, Good);
        await using var server = await strict.StartAsync();
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, Backend(strict, server), default);
        Assert.False(outcome.Explained);
        Assert.Equal(ConditionReasons.EndpointError, outcome.Reason);
        Assert.Contains("in mid-answer", outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LlmProvider.TGI, ConditionReasons.RateLimited, "limits requests (HTTP 429: Model is overloaded)")]
    [InlineData(LlmProvider.LiteLLM, ConditionReasons.EndpointError, "the proxy has no working deployment of the model")]
    public async Task Too_many_requests_are_told_from_a_proxy_whose_own_backends_are_down(LlmProvider provider, string reason, string message)
    {
        var strict = Of(provider, ServedFault.Overloaded, Good);
        await using var server = await strict.StartAsync();
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, Patient(Backend(strict, server)), default);
        Assert.Equal(reason, outcome.Reason);
        Assert.Contains(message, outcome.Message, StringComparison.Ordinal);
        Assert.Equal([429, 429, 429], Chats(strict));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_model_looks_around_and_explains(LlmProvider provider)
    {
        var strict = Of(provider, ServedFault.None, StrictServer.Call("read_log", """{"pod":"db-0"}"""), "The disk is full.", """{"cause":"c1","explanation":[{"text":"Pod db-0 logs \"disk quota exceeded\".","evidence":["e6"]},{"text":"ConfigMap checkout-config has no key DB_URL.","evidence":["e1"]}],"fixes":[]}""");
        await using var server = await strict.StartAsync();
        var outcome = await InvestigateAsync(Backend(strict, server));
        Assert.True(outcome.Explained, outcome.Message);
        Assert.Equal("log pod/db-0", Assert.Single(outcome.Gathered).Source);
        Assert.Equal([200, 200, 200], Chats(strict));
    }

    [Fact]
    public async Task A_vLLM_without_tools_is_asked_for_them_once()
    {
        var strict = new StrictVllm { Says = [Good], KnowsTools = false };
        await using var server = await strict.StartAsync();
        var backend = Backend(strict, server);
        Assert.True((await InvestigateAsync(backend)).Explained);
        Assert.True((await InvestigateAsync(backend)).Explained);
        Assert.Equal([400, 200, 200], Chats(strict));
    }

    [Fact]
    public async Task What_vLLM_says_that_the_model_thinks_is_not_taken_for_its_answer()
    {
        var strict = new StrictVllm { Says = [Good], Thinks = """{"cause":"c2","explanation":[{"text":"Node worker-3 is under disk pressure.","evidence":["e4"]}],"fixes":[]}""" };
        await using var server = await strict.StartAsync();
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, Backend(strict, server), default);
        Assert.True(outcome.Explained, outcome.Message);
        Assert.DoesNotContain("worker-3", outcome.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_model_behind_LiteLLM_does_not_know_is_left_out_and_stays_so()
    {
        var strict = new StrictLiteLlm { Says = [Good], Unsupported = ["seed", "response_format"] };
        await using var server = await strict.StartAsync();
        var backend = Backend(strict, server);
        Assert.True((await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default)).Explained);
        Assert.True((await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default)).Explained);

        // One field at a time is left out, of a schema first the schema and then the demand for JSON.
        Assert.Equal([400, 400, 400, 200, 200], Chats(strict));
        var last = server.Requests[^1].Json;
        Assert.Null(last["seed"]);
        Assert.Null(last["response_format"]);
        Assert.NotNull(last["top_k"]);
    }

    [Fact]
    public async Task With_unsupportedParameters_Fail_a_rejection_is_told_and_nothing_left_out()
    {
        var strict = new StrictLiteLlm { Says = [Good], Unsupported = ["seed"] };
        await using var server = await strict.StartAsync();
        var backend = Backend(strict, server);
        backend = backend with { Spec = backend.Spec with { UnsupportedParameters = UnsupportedParameters.Fail } };
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        Assert.Equal(ConditionReasons.EndpointError, outcome.Reason);
        Assert.Contains("ollama does not support parameters: ['seed']", outcome.Message, StringComparison.Ordinal);
        Assert.Equal([400], Chats(strict));
    }

    private static StrictServer Of(LlmProvider provider, ServedFault fault, params string[] says) => provider switch
    {
        LlmProvider.VLLM => new StrictVllm { Says = says, Fault = fault },
        LlmProvider.TGI => new StrictTgi { Says = says, Fault = fault },
        _ => new StrictLiteLlm { Says = says, Fault = fault },
    };

    private static BackendConfiguration Backend(StrictServer strict, FakeServer server)
    {
        var backend = LlmHost.Backend(strict.Provider, server.Address);
        return backend with { ApiKey = StrictServer.Key, Spec = backend.Spec with { Parameters = Everything } };
    }

    private static BackendConfiguration Patient(BackendConfiguration backend) =>
        backend with { Spec = backend.Spec with { Retry = new LlmRetry { MaxAttempts = 3, Backoff = "1ms" } } };

    private static IEnumerable<int> Chats(StrictServer strict) => strict.Answered.Where(asked => asked.Path == "/v1/chat/completions").Select(asked => asked.Status);

    private Task<ExplanationOutcome> InvestigateAsync(BackendConfiguration backend)
    {
        var tool = new ModelTool("read_log", "Reads a log.", [new ModelToolParameter("pod", "The pod", IsRequired: true)], (arguments, _) =>
            Task.FromResult(new ModelToolAnswer(EvidenceKind.Log, $"log pod/{arguments["pod"]}", "ERROR disk quota exceeded")));
        return host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey with { Tools = [tool] }, backend, default);
    }
}
