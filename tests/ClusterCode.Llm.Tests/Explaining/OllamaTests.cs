using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;

namespace ClusterCode.Llm.Tests.Explaining;

/// <summary>Ollama's own API, spoken by a shim in front of a real llama-server.</summary>
[Trait("Category", "Model")]
public sealed class OllamaTests(LlamaServerFixture fixture) : IClassFixture<LlamaServerFixture>, IAsyncLifetime, IDisposable
{
    private readonly LlmHost host = new();
    private OllamaShim? shim;

    public async Task InitializeAsync() => shim = await OllamaShim.StartAsync(fixture.Address);

    public async Task DisposeAsync() => await shim!.DisposeAsync();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Every_request_sets_the_context_the_answers_length_and_the_schema()
    {
        var backend = LlmHost.Backend(LlmProvider.Ollama, shim!.Address);
        backend = backend with { Spec = backend.Spec with { Parameters = new LlmParameters { ContextWindow = 8192, MaxTokens = 900, KeepAlive = "5m" } } };
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        Assert.True(outcome.Reason == ConditionReasons.AnswerUngrounded, outcome.Message);
        Assert.Equal(ExpertWords.Explain(SampleDiagnoses.MissingKey).Explanation, outcome.Explanation);
        Assert.Equal(outcome.Usage.Attempts, shim.Chats.Count);
        Assert.All(shim.Chats, request =>
        {
            var body = request.Json;
            Assert.Equal(8192, body["options"]!["num_ctx"]!.GetValue<int>());
            Assert.Equal(900, body["options"]!["num_predict"]!.GetValue<int>());
            Assert.Equal("object", body["format"]!["type"]!.GetValue<string>());
            Assert.False(body["think"]!.GetValue<bool>());
            Assert.True(body["stream"]!.GetValue<bool>());
            Assert.Equal("5m", body["keep_alive"]!.GetValue<string>());
            Assert.False(body.ContainsKey("CustomHeaders"));
        });
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named_with_how_to_get_it()
    {
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, LlmHost.Backend(LlmProvider.Ollama, shim!.Address, "mistral:7b"), default);
        Assert.Equal(ConditionReasons.ModelNotFound, outcome.Reason);
        Assert.Contains("model 'mistral:7b' not found", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("ollama pull mistral:7b", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_that_was_cut_silently_is_noticed()
    {
        shim!.ReportedPromptTokens = 200;
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, LlmHost.Backend(LlmProvider.Ollama, shim.Address), default);
        Assert.Equal((false, ConditionReasons.ContextOverflow), (outcome.Explained, outcome.Reason));
        Assert.Contains("read 200 tokens", outcome.Message, StringComparison.Ordinal);
        Assert.Single(shim.Chats);
    }

    [Fact]
    public async Task The_engines_error_inside_Ollamas_error_is_understood()
    {
        await using var small = await LlamaServer.StartAsync("-c", "1024");
        await using var tight = await OllamaShim.StartAsync(small.Address);
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, LlmHost.Backend(LlmProvider.Ollama, tight.Address), default);
        Assert.Equal(ConditionReasons.ContextOverflow, outcome.Reason);
        Assert.Single(tight.Chats);
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("tiny:latest")]
    public async Task The_probe_tells_version_models_context_and_abilities(string model)
    {
        var result = await host.Probe.ProbeAsync(LlmHost.Backend(LlmProvider.Ollama, new Uri(shim!.Address, "/v1"), model), default);
        Assert.True(result.Ready, result.Message);
        Assert.Equal(("0.32.9", 32768), (result.ServerVersion, result.ContextWindow));
        Assert.Equal(["tiny:latest"], result.Models);
        Assert.True(result.Capabilities!.Tools);
    }

    [Fact]
    public async Task The_probe_says_how_to_get_a_missing_model()
    {
        var result = await host.Probe.ProbeAsync(LlmHost.Backend(LlmProvider.Ollama, shim!.Address, "mistral:7b"), default);
        Assert.Equal((false, ConditionReasons.ModelNotFound), (result.Ready, result.Reason));
        Assert.Contains("ollama pull mistral:7b", result.Message, StringComparison.Ordinal);
    }
}
