using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Backends.Routing;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Backends.Routing;

public sealed class RoutedExplainerTests
{
    private readonly FakeExplainer _explainer = new();

    [Fact]
    public async Task A_member_that_fails_is_passed_over_and_named()
    {
        _explainer.Answer = (_, backend) => backend.Name == "shop/a" ? Failed("shop/a", ConditionReasons.EndpointUnreachable, "connection refused") : FakeExplainer.Words(backend.Name);
        var outcome = await AskAsync("a", "b");
        Assert.True(outcome.Explained);
        Assert.Equal(("shop/b", "shop/a"), (outcome.Usage.Backend, outcome.Usage.FallbackFrom));
        Assert.Equal("shop/b answered.; before it, shop/a (EndpointUnreachable): connection refused", outcome.Message);
        Assert.Equal(["shop/a", "shop/b"], _explainer.Asked.Select(backend => backend.Name));
        Assert.All(_explainer.Requests, request => Assert.False(request.MayWait));
    }

    [Fact]
    public async Task Where_all_are_busy_the_first_is_waited_for()
    {
        _explainer.Answer = (request, backend) => request.MayWait ? FakeExplainer.Words(backend.Name) : Failed(backend.Name, ConditionReasons.RateLimited, "2 requests are under way") with { IsBusy = true };
        var outcome = await AskAsync("a", "b");
        Assert.Equal("shop/a", outcome.Usage.Backend);
        Assert.Equal(["shop/a", "shop/b", "shop/a"], _explainer.Asked.Select(backend => backend.Name));
    }

    [Fact]
    public async Task Where_none_answers_the_experts_words_stand_and_each_failure_is_told()
    {
        _explainer.Answer = (_, backend) => Failed(backend.Name, ConditionReasons.Timeout, $"{backend.Name} is slow");
        var outcome = await AskAsync("a", "b");
        Assert.False(outcome.Explained);
        Assert.Equal("BuiltIn explains.", outcome.Explanation);
        Assert.Equal("None of 2 backends explains it: shop/a (Timeout): shop/a is slow; shop/b (Timeout): shop/b is slow", outcome.Message);
        Assert.Equal("shop/a", outcome.Usage.FallbackFrom);
    }

    [Fact]
    public async Task The_only_backend_is_waited_for_at_once()
    {
        await AskAsync("a");
        Assert.True(Assert.Single(_explainer.Requests).MayWait);
    }

    [Fact]
    public async Task A_member_whose_Secret_is_missing_is_passed_over()
    {
        var broken = TestBackends.Of("a", spec: TestBackends.Ollama with { Auth = new LlmAuth { SecretRef = new SecretKeyReference { Name = "gone" } } }).Ready();
        var outcome = await AskAsync(broken, TestBackends.Of("b").Ready());
        Assert.Equal("shop/b", outcome.Usage.Backend);
        Assert.Contains("shop/a (SecretNotFound): Secret shop/gone, which spec.auth.secretRef names, does not exist", outcome.Message, StringComparison.Ordinal);
    }

    private Task<ExplanationOutcome> AskAsync(params string[] names) => AskAsync([.. names.Select(name => TestBackends.Of(name).Ready())]);

    private Task<ExplanationOutcome> AskAsync(params LlmBackend[] backends) => new RoutedExplainer(new BackendResolver(new FakeApiClient()), _explainer).ExplainAsync(
        new ExplanationRequest { TargetDescription = "Deployment shop/checkout" }, BackendSelection.OfSeveral("shop/route", backends), CancellationToken.None);

    private static ExplanationOutcome Failed(string backend, string reason, string message) => FakeExplainer.Words("BuiltIn") with
    {
        Explained = false,
        Reason = reason,
        Message = message,
        Usage = FakeExplainer.Words("BuiltIn").Usage with { FallbackFrom = backend },
    };
}
