using System.Collections.Concurrent;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Limits;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;

namespace ClusterCode.Llm.Tests.Limits;

/// <summary>Limits as the server sees them.</summary>
public sealed class LimitedBackendTests : IDisposable
{
    private const string Good = """{"cause":"c1","explanation":[{"text":"Container app cannot start because ConfigMap checkout-config has no key DB_URL.","evidence":["e1","e2"]}],"fixes":[]}""";

    private readonly LlmHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Requests_beyond_a_minutes_number_are_not_sent_where_another_backend_can_be_asked()
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        var backend = Limited(server, new LlmLimits { RequestsPerMinute = 2 });
        for (var i = 0; i < 2; i++)
            Assert.True((await AskAsync(backend, mayWait: false)).Explained);
        var third = await AskAsync(backend, mayWait: false);
        Assert.Equal((false, true, ConditionReasons.RateLimited), (third.Explained, third.IsBusy, third.Reason));
        Assert.StartsWith("spec.limits.requestsPerMinute of LlmBackend ai/test is reached", third.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_days_tokens_hold_over_a_restart_and_over_a_rotated_key()
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var backend = Limited(server, new LlmLimits { TokensPerDay = 10_000 }) with { KnownUsage = new LlmUsage { Date = today, RequestsToday = 9, TokensToday = 9_990 } };
        var refused = await AskAsync(backend);
        Assert.Equal((false, ConditionReasons.BudgetExhausted), (refused.Explained, refused.Reason));
        Assert.Contains("9990 of the 10000 tokens of spec.limits.tokensPerDay are used", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ConditionReasons.BudgetExhausted, (await AskAsync(backend with { ApiKey = "another" })).Reason);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task What_the_server_counted_is_what_is_kept()
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        await AskAsync(Limited(server, new LlmLimits()));
        Assert.Equal((1, 980), (host.Usage.TodayOf("ai/test")!.RequestsToday, host.Usage.TodayOf("ai/test")!.TokensToday));
    }

    [Fact]
    public async Task No_more_requests_than_allowed_are_under_way_though_the_key_changes_meanwhile()
    {
        var (inside, seen) = (0, new ConcurrentBag<int>());
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await FakeServer.StartAsync(async (_, context) =>
        {
            seen.Add(Interlocked.Increment(ref inside));
            if (Volatile.Read(ref inside) == 2)
                full.TrySetResult();
            await full.Task;
            Interlocked.Decrement(ref inside);
            await FakeServer.StreamAsync(context, Good);
        });
        var backend = Limited(server, new LlmLimits { MaxConcurrentRequests = 2 });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => AskAsync(backend with { ApiKey = $"key-{i % 4}" })));
        Assert.All(outcomes, outcome => Assert.True(outcome.Explained, outcome.Message));
        Assert.InRange(seen.Max(), 1, 2);
    }

    [Fact]
    public async Task A_backend_that_keeps_failing_is_left_alone()
    {
        await using var server = await FakeServer.OfAsync(new Dictionary<string, string> { ["/v1/chat/completions"] = "500 {\"error\":{\"message\":\"out of memory\"}}" });
        var backend = Limited(server, new LlmLimits());
        for (var i = 0; i < CircuitBreaker.Threshold; i++)
            Assert.Equal(ConditionReasons.EndpointError, (await AskAsync(backend)).Reason);
        var spared = await AskAsync(backend);
        Assert.Equal(ConditionReasons.CircuitOpen, spared.Reason);
        Assert.Equal(CircuitBreaker.Threshold, server.Requests.Count);
        Assert.Equal(CircuitState.Open, host.Usage.LoadOf("ai/test").Health);
    }

    private Task<ExplanationOutcome> AskAsync(BackendConfiguration backend, bool mayWait = true) =>
        host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey with { MayWait = mayWait }, backend, default);

    private static BackendConfiguration Limited(FakeServer server, LlmLimits limits)
    {
        var backend = LlmHost.Backend(LlmProvider.VLLM, server.Address);
        return backend with { Spec = backend.Spec with { Limits = limits } };
    }
}
