using System.Globalization;
using System.Net;
using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.Llm.Tests.Explaining;

public sealed class ExplainerTests : IDisposable
{
    private const string Good = """{"cause":"c1","explanation":[{"text":"Container app cannot start because ConfigMap checkout-config has no key DB_URL.","evidence":["e1","e2"]}],"fixes":[{"title":"Add the key","command":"kubectl edit configmap checkout-config -n shop"}]}""";
    private const string Ungrounded = """{"cause":"c1","explanation":[{"text":"The pod keeps restarting because its probe fails.","evidence":["zz"]}],"fixes":[]}""";

    private readonly LlmHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task BuiltIn_explains_without_any_server()
    {
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, BackendConfiguration.BuiltIn, default);
        Assert.True(outcome.Explained);
        Assert.Equal(ConditionReasons.BuiltIn, outcome.Reason);
        Assert.StartsWith("Root cause: ConfigMap shop/checkout-config", outcome.Explanation, StringComparison.Ordinal);
        Assert.Equal("BuiltIn", outcome.Usage.Backend);
    }

    [Fact]
    public async Task A_grounded_answer_becomes_the_explanation()
    {
        await using var server = await FakeServer.OfChatAsync($"<think>hm {{}}</think>```json\n{Good}\n```");
        var outcome = await AskAsync(server);
        Assert.True(outcome.Explained, outcome.Message);
        Assert.Equal(ConditionReasons.ModelAnswered, outcome.Reason);
        Assert.Equal("Container app cannot start because ConfigMap checkout-config has no key DB_URL. [e1, e2]", outcome.Explanation);
        Assert.Equal("kubectl edit configmap checkout-config -n shop", Assert.Single(outcome.Remediation).Command);
        Assert.Equal(("ai/test", "tiny", 1), (outcome.Usage.Backend, outcome.Usage.Model, outcome.Usage.Attempts));
        Assert.Equal((900, 80), (outcome.Usage.PromptTokens, outcome.Usage.CompletionTokens));
    }

    [Theory]
    [InlineData(LlmProvider.VLLM)]
    [InlineData(LlmProvider.LlamaCpp)]
    [InlineData(LlmProvider.TGI)]
    [InlineData(LlmProvider.LiteLLM)]
    [InlineData(LlmProvider.OpenAICompatible)]
    public async Task Each_provider_gets_the_request_in_its_own_form(LlmProvider provider)
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        var backend = LlmHost.Backend(provider, new Uri(server.Address, "/v1"));
        backend = backend with
        {
            Spec = backend.Spec with
            {
                Parameters = new LlmParameters
                {
                    TopP = 1,
                    Stop = ["###"],
                    Extra = new Dictionary<string, JsonElement> { ["top_k"] = JsonSerializer.SerializeToElement(20), ["messages"] = JsonSerializer.SerializeToElement("mine") },
                },
            },
        };
        Assert.True((await host.Explainer.ExplainAsync(SampleDiagnoses.Unknown with { RootCause = SampleDiagnoses.MissingKey.RootCause, Evidence = SampleDiagnoses.MissingKey.Evidence }, backend, default)).Explained);
        var request = Assert.Single(server.Requests);
        Assert.Equal("/v1/chat/completions", request.Path);
        var body = request.Json;
        foreach (var message in body["messages"]!.AsArray())
            message!["content"] = "…";
        GoldenFile.Matches($"{provider}.request.json", body.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    [Fact]
    public async Task Questions_that_the_model_leaves_open_are_answered_by_the_expert()
    {
        var request = SampleDiagnoses.MissingKey with { Question = "Why?", FollowUps = ["Is worker-3 well?", "And the ConfigMap?"] };
        var answer = Good.Replace("\"fixes\"", """ "answer":[],"followUps":[[],[{"text":"It has DATABASE_URL only.","evidence":["e2"]}]],"fixes" """, StringComparison.Ordinal);
        await using var server = await FakeServer.OfChatAsync(answer);
        var outcome = await host.Explainer.ExplainAsync(request, LlmHost.Backend(LlmProvider.VLLM, server.Address), default);
        var expert = ExpertWords.Explain(request);
        Assert.Equal(ConditionReasons.ModelAnswered, outcome.Reason);
        Assert.Equal(expert.Answer, outcome.Answer);
        Assert.Equal([expert.Conversation[0].Answer, "It has DATABASE_URL only. [e2]"], outcome.Conversation.Select(turn => turn.Answer));
    }

    [Fact]
    public async Task An_answer_that_fails_is_repaired_once_with_its_mistakes_named()
    {
        await using var server = await FakeServer.OfChatAsync(Ungrounded, Good);
        var outcome = await AskAsync(server);
        Assert.Equal(ConditionReasons.ModelAnswered, outcome.Reason);
        Assert.Equal(2, outcome.Usage.Attempts);
        Assert.Contains("Your previous answer was refused", server.Requests[1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Ungrounded, ConditionReasons.AnswerUngrounded)]
    [InlineData("I am sorry.", ConditionReasons.AnswerInvalid)]
    [InlineData("{\"cause\":", ConditionReasons.AnswerInvalid)]
    public async Task An_answer_that_fails_twice_leaves_the_experts_words(string answer, string reason)
    {
        await using var server = await FakeServer.OfChatAsync(answer);
        var outcome = await AskAsync(server);
        AssertExpertStands(outcome, reason);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(401, """{"error":"Unauthorized"}""", ConditionReasons.Unauthorized, 1)]
    [InlineData(404, """{"error":{"message":"The model `tiny` does not exist.","type":"NotFoundError","param":"model","code":404}}""", ConditionReasons.ModelNotFound, 1)]
    [InlineData(404, "<html>nginx</html>", ConditionReasons.UnexpectedAnswer, 1)]
    [InlineData(400, """{"error":{"message":"litellm.ContextWindowExceededError: too long","type":null,"code":"400"}}""", ConditionReasons.ContextOverflow, 1)]
    [InlineData(422, """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000","error_type":"validation"}""", ConditionReasons.ContextOverflow, 1)]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 2048 tokens","code":400}""", ConditionReasons.ContextOverflow, 1)]
    [InlineData(429, """{"error":{"message":"slow down","type":"throttling_error","code":"429"}}""", ConditionReasons.RateLimited, 3)]
    [InlineData(429, """{"error":{"message":"No deployments available for selected model","code":"429"}}""", ConditionReasons.EndpointError, 3)]
    [InlineData(503, """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}""", ConditionReasons.ModelLoading, 3)]
    [InlineData(500, "", ConditionReasons.EndpointError, 3)]
    [InlineData(302, "", ConditionReasons.UnexpectedAnswer, 1)]
    public async Task A_servers_error_leaves_the_experts_words_and_its_reason(int status, string body, string reason, int attempts)
    {
        await using var server = await FakeServer.StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            if (status == 302)
                context.Response.Headers.Location = "http://elsewhere.example/?token=1234567";
            return context.Response.WriteAsync(body);
        });
        var outcome = await AskAsync(server, maxAttempts: 3);
        AssertExpertStands(outcome, reason);
        Assert.Equal(attempts, server.Requests.Count);
        Assert.Equal(attempts, outcome.Usage.Attempts);
    }

    [Fact]
    public async Task A_web_page_is_not_taken_for_an_answer()
    {
        await using var server = await FakeServer.StartAsync((_, context) =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>welcome</html>");
        });
        AssertExpertStands(await AskAsync(server), ConditionReasons.UnexpectedAnswer);
    }

    [Theory]
    [InlineData("""data: {"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}""", ConditionReasons.ContextOverflow)]
    [InlineData("""data: {"error":{"message":"EngineCore died","code":500}}""", ConditionReasons.EndpointError)]
    [InlineData("data: [DONE]", ConditionReasons.EndpointError)]
    public async Task An_error_in_mid_stream_is_told(string lastEvent, string reason)
    {
        await using var server = await FakeServer.StartAsync(async (_, context) =>
        {
            await FakeServer.StreamAsync(context, Good, finish: null);
            await context.Response.WriteAsync(lastEvent + "\n\n");
        });
        AssertExpertStands(await AskAsync(server), reason);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_is_asked_again_later()
    {
        var calls = 0;
        await using var server = await FakeServer.StartAsync((_, context) =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return FakeServer.StreamAsync(context, Good);
            context.Response.StatusCode = (int)HttpStatusCode.TooManyRequests;
            context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        var outcome = await AskAsync(server, maxAttempts: 2);
        Assert.Equal(ConditionReasons.ModelAnswered, outcome.Reason);
        Assert.InRange(outcome.Usage.DurationMs!.Value, 900, 20_000);
    }

    [Fact]
    public async Task What_a_server_rejects_is_left_out_and_remembered()
    {
        await using var server = await FakeServer.StartAsync((request, context) =>
        {
            if (request.Path == "/v1/models")
                return context.Response.WriteAsync("""{"data":[{"id":"tiny"}]}""");
            var body = request.Json;
            var error = body.ContainsKey("max_tokens") ? "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
                : body.ContainsKey("seed") ? "seed is not supported: 'seed'"
                : body["response_format"]?["type"]?.GetValue<string>() == "json_schema" ? "response_format type must be json_object"
                : null;
            if (error is null)
                return FakeServer.StreamAsync(context, Good);
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync(JsonSerializer.Serialize(new { error = new { message = error } }));
        });
        var backend = LlmHost.Backend(LlmProvider.OpenAICompatible, server.Address);
        backend = backend with { Spec = backend.Spec with { Parameters = new LlmParameters { Seed = 7 } } };
        var first = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        Assert.Equal((ConditionReasons.ModelAnswered, 4), (first.Reason, first.Usage.Attempts));
        var second = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
        Assert.Equal((ConditionReasons.ModelAnswered, 1), (second.Reason, second.Usage.Attempts));
        Assert.Equal(1024, server.Requests[^1].Json["max_completion_tokens"]!.GetValue<int>());

        var known = (await host.Probe.ProbeAsync(backend, default)).Capabilities!;
        Assert.Equal((false, true, "max_completion_tokens"), (known.JsonSchema, known.JsonObject, known.MaxTokensField));
        Assert.Equal(["seed"], known.RejectedFields!);
        using var restarted = new LlmHost();
        var third = await restarted.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend with { KnownCapabilities = known }, default);
        Assert.Equal((ConditionReasons.ModelAnswered, 1), (third.Reason, third.Usage.Attempts));

        var strict = backend with { Name = "ai/strict", Spec = backend.Spec with { UnsupportedParameters = UnsupportedParameters.Fail } };
        var refused = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, strict, default);
        AssertExpertStands(refused, ConditionReasons.EndpointError);
        Assert.Contains("spec.unsupportedParameters is Fail", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_requests_run_at_a_time_than_the_limit_allows()
    {
        var (running, most) = (0, 0);
        await using var server = await FakeServer.StartAsync(async (_, context) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(30);
            Interlocked.Decrement(ref running);
            await FakeServer.StreamAsync(context, Good);
        });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(server)));
        Assert.All(outcomes, outcome => Assert.Equal(ConditionReasons.ModelAnswered, outcome.Reason));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Cancelling_ends_the_request_at_the_server()
    {
        var gone = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async (_, context) =>
        {
            await FakeServer.WriteEventAsync(context, """{"content":"{"}""", "null");
            await context.Response.Body.FlushAsync();
            asked.SetResult();
            context.RequestAborted.Register(() => gone.SetResult());
            await gone.Task;
        });
        using var cancel = new CancellationTokenSource();
        var explaining = host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, LlmHost.Backend(LlmProvider.VLLM, server.Address), cancel.Token);
        await asked.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => explaining);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Secrets_and_the_key_never_leave_where_they_should_not()
    {
        const string Key = "sk-very-secret-1234567890";
        await using var server = await FakeServer.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync(JsonSerializer.Serialize(new { error = new { message = $"backend refused key {Key} and hash of it\u001b[31m" } }));
        });
        var leaky = SampleDiagnoses.MissingKey with { Evidence = [.. SampleDiagnoses.MissingKey.Evidence.Select(item => item with { Text = "password=hunter22 " + item.Text })] };
        var backend = LlmHost.Backend(LlmProvider.LiteLLM, server.Address);
        backend = backend with
        {
            ApiKey = Key + "\n",
            Spec = backend.Spec with { Auth = new LlmAuth { SecretRef = new SecretKeyReference { Name = "key" }, Header = "X-Key", Scheme = "" } },
        };
        var outcome = await host.Explainer.ExplainAsync(leaky, backend, default);
        AssertExpertStands(outcome, ConditionReasons.EndpointError, leaky);
        Assert.DoesNotContain("very-secret", outcome.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', outcome.Message);
        var request = Assert.Single(server.Requests);
        Assert.Equal(Key, request.Headers["X-Key"]);
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
        Assert.DoesNotContain("hunter22", request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.Message.Contains("DB_URL", StringComparison.Ordinal) || record.Message.Contains("very-secret", StringComparison.Ordinal));
        Assert.DoesNotContain("very-secret", backend.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_address_gets_nothing_unless_the_backend_is_external()
    {
        var outcome = await host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, LlmHost.Backend(LlmProvider.OpenAICompatible, new Uri("http://192.0.2.7:8080")), default);
        AssertExpertStands(outcome, ConditionReasons.ExternalEndpointRefused);
        Assert.StartsWith("192.0.2.7 is a public address, and spec.external is not true", outcome.Message, StringComparison.Ordinal);
    }

    private Task<ExplanationOutcome> AskAsync(FakeServer server, int maxAttempts = 1)
    {
        var backend = LlmHost.Backend(LlmProvider.VLLM, server.Address);
        backend = backend with { Spec = backend.Spec with { Retry = new LlmRetry { MaxAttempts = maxAttempts, Backoff = "1ms" } } };
        return host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, backend, default);
    }

    private static void AssertExpertStands(ExplanationOutcome outcome, string reason, ExplanationRequest? request = null)
    {
        Assert.Equal((false, reason), (outcome.Explained, outcome.Reason));
        Assert.Equal(ExpertWords.Explain(request ?? SampleDiagnoses.MissingKey).Explanation, outcome.Explanation);
        Assert.Equal(("BuiltIn", "ai/"), (outcome.Usage.Backend, outcome.Usage.FallbackFrom![..3]));
        Assert.InRange(outcome.Message.Length, 20, 1000);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
