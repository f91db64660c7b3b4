using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Caching;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Llm.Tests.Caching;

public sealed class CachingExplainerTests : IDisposable
{
    private const string Good = """{"cause":"c1","explanation":[{"text":"Container app cannot start because ConfigMap checkout-config has no key DB_URL.","evidence":["e1","e2"]}],"fixes":[{"title":"Add the key","command":"kubectl edit configmap checkout-config -n shop"}]}""";
    private const string WithNumber = """{"cause":"c1","explanation":[{"text":"ConfigMap checkout-config has no key DB_URL.","evidence":["e1"]},{"text":"Deployment checkout has 0 of 4 replicas.","evidence":["e3"]}],"fixes":[]}""";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly FakePriorAnswers prior = new();
    private readonly LlmHost host;

    public CachingExplainerTests() => host = new LlmHost(clock, prior);

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task What_was_answered_is_not_asked_again()
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        var first = await AskAsync(server, SampleDiagnoses.MissingKey);
        var second = await AskAsync(server, SampleDiagnoses.MissingKey);
        Assert.Single(server.Requests);
        Assert.Equal((true, true, 0), (second.Explained, second.Usage.Cached, second.Usage.Attempts));
        Assert.Equal((first.Explanation, first.Usage.InputDigest), (second.Explanation, second.Usage.InputDigest));
        Assert.Equal(first.Remediation, second.Remediation);
        Assert.Equal("model tiny of LlmBackend ai/test answered at 2026-11-23T12:00:00Z; the failure and what shows it are the same, so it was not asked again", second.Message);
    }

    [Fact]
    public async Task Later_times_and_other_pods_of_the_same_failure_are_the_same_question()
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        await AskAsync(server, Evidence(item => item with { Text = item.Text.Replace("waiting", "restartCount=3 waiting", StringComparison.Ordinal) }));
        clock.Advance(TimeSpan.FromHours(1));
        var again = Evidence(item => item with
        {
            Time = clock.GetUtcNow().UtcDateTime,
            Text = item.Text.Replace("waiting", "restartCount=12 waiting", StringComparison.Ordinal),
        });
        Assert.True((await AskAsync(server, again)).Usage.Cached);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_statement_that_no_longer_stands_is_asked_anew()
    {
        await using var server = await FakeServer.OfChatAsync(WithNumber, Good);
        await AskAsync(server, SampleDiagnoses.MissingKey);
        var scaled = Evidence(item => item with { Text = item.Text.Replace("0 of 4 replicas", "0 of 7 replicas", StringComparison.Ordinal) });
        scaled = scaled with { Findings = [.. scaled.Findings.Select(f => f with { Title = f.Title.Replace("of 4", "of 7", StringComparison.Ordinal) })] };
        Assert.Null((await AskAsync(server, scaled)).Usage.Cached);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_names_objects_with_digits_is_used_again()
    {
        await using var server = await FakeServer.OfChatAsync("""{"cause":"c1","explanation":[{"text":"ConfigMap checkout-config has no key DB_URL.","evidence":["e1"]},{"text":"Node worker-3 is under disk pressure.","evidence":["e4"]}],"fixes":[]}""");
        await AskAsync(server, SampleDiagnoses.MissingKey);
        Assert.True((await AskAsync(server, SampleDiagnoses.MissingKey)).Usage.Cached);
    }

    [Fact]
    public async Task What_was_answered_before_stays_as_it_was_with_its_time()
    {
        await using var server = await FakeServer.OfChatAsync("""{"cause":"c1","explanation":[{"text":"ConfigMap checkout-config has no key DB_URL.","evidence":["e1"]}],"followUps":[[{"text":"Node worker-3 is under disk pressure.","evidence":["e4"]}]],"fixes":[]}""");
        var asked = SampleDiagnoses.MissingKey with { FollowUps = ["Is worker-3 well?"] };
        await AskAsync(server, asked);
        var before = new ConversationTurn { Question = "Is worker-3 well?", Answer = "The disk of worker-3 is under pressure. [e4]", Time = new DateTime(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc) };
        var again = await AskAsync(server, asked with { History = [before] });
        Assert.True(again.Usage.Cached);
        Assert.Equal(before, Assert.Single(again.Conversation));
    }

    [Fact]
    public async Task Another_question_another_language_another_failure_and_another_model_are_other_questions()
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        var request = SampleDiagnoses.MissingKey;
        await AskAsync(server, request);
        ExplanationOutcome[] others =
        [
            await AskAsync(server, request with { Question = "Is it the database?" }),
            await AskAsync(server, request with { Language = "de" }),
            await AskAsync(server, request with { Fingerprint = "0123" }),
            await AskAsync(server, request, backend => backend with { Spec = backend.Spec with { Model = "other" } }),
            await AskAsync(server, Evidence(item => item with { Text = item.Text.Replace("couldn't find key", "lost the key", StringComparison.Ordinal) })),
        ];
        Assert.All(others, outcome => Assert.Null(outcome.Usage.Cached));
    }

    [Theory]
    [InlineData("1h", 59, 1)]
    [InlineData("1h", 61, 2)]
    [InlineData("0s", 0, 2)]
    [InlineData(null, 1439, 1)]
    [InlineData(null, 1441, 2)]
    public async Task Answers_are_kept_as_long_as_the_backend_says(string? ttl, int minutes, int requests)
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        BackendConfiguration Kept(BackendConfiguration backend) => backend with { Spec = backend.Spec with { Cache = new LlmCache { Ttl = ttl } } };
        await AskAsync(server, SampleDiagnoses.MissingKey, Kept);
        clock.Advance(TimeSpan.FromMinutes(minutes));
        await AskAsync(server, SampleDiagnoses.MissingKey, Kept);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_from_before_a_restart_is_used()
    {
        await using var server = await FakeServer.OfChatAsync(Good);
        var first = await AskAsync(server, SampleDiagnoses.MissingKey);
        prior.Answers[first.Usage.InputDigest!] = new StoredAnswer { Explanation = first.Explanation, At = clock.GetUtcNow() };
        using var restarted = new LlmHost(clock, prior);
        var again = await restarted.Explainer.ExplainAsync(SampleDiagnoses.MissingKey, Backend(server), default);
        Assert.Equal((first.Explanation, true), (again.Explanation, again.Usage.Cached));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_experts_stand_in_for_a_failing_model_is_not_kept()
    {
        await using var server = await FakeServer.OfChatAsync("not JSON", "not JSON", Good);
        Assert.False((await AskAsync(server, SampleDiagnoses.MissingKey)).Explained);
        Assert.True((await AskAsync(server, SampleDiagnoses.MissingKey)).Explained);
    }

    [Fact]
    public void The_least_recently_used_answers_go_first()
    {
        var cache = new AnswerCache();
        var answer = new StoredAnswer { Explanation = "…", At = default };
        foreach (var digest in "abc")
            cache.Keep($"{digest}", answer, 3);
        Assert.NotNull(cache.Find("a"));
        cache.Keep("d", answer, 3);
        Assert.Null(cache.Find("b"));
        Assert.NotNull(cache.Find("a"));
        Assert.Equal(3, cache.Count);
    }

    private static BackendConfiguration Backend(FakeServer server)
    {
        var backend = LlmHost.Backend(LlmProvider.VLLM, server.Address);
        return backend with { Spec = backend.Spec with { Cache = null } };
    }

    private static ExplanationRequest Evidence(Func<EvidenceItem, EvidenceItem> change) =>
        SampleDiagnoses.MissingKey with { Evidence = [.. SampleDiagnoses.MissingKey.Evidence.Select(change)] };

    private Task<ExplanationOutcome> AskAsync(FakeServer server, ExplanationRequest request, Func<BackendConfiguration, BackendConfiguration>? change = null)
    {
        var backend = Backend(server);
        return host.Explainer.ExplainAsync(request, change?.Invoke(backend) ?? backend, default);
    }

    private sealed class FakePriorAnswers : IPriorAnswers
    {
        public Dictionary<string, StoredAnswer> Answers { get; } = [];

        public StoredAnswer? Find(string inputDigest) => Answers.GetValueOrDefault(inputDigest);
    }
}
