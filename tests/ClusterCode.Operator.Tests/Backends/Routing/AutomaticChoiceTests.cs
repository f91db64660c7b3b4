using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Limits;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Backends.Routing;

/// <summary>Which backends are asked where a diagnosis names none, and none is the default.</summary>
public sealed class AutomaticChoiceTests
{
    private readonly BackendCaches _caches = new();

    [Fact]
    public void The_best_that_is_ready_comes_first_and_the_others_after_it()
    {
        Put(TestBackends.Of("slow").Ready());
        Put(TestBackends.Of("quick").Ready());
        Put(TestBackends.Of("cramped", spec: TestBackends.Ollama with { Parameters = new LlmParameters { ContextWindow = 2048 } }).Ready());
        Put(TestBackends.Of("down").NotReady());
        Put(TestBackends.Of("shared", TestBackends.OperatorNamespace, TestBackends.Ollama with { AllowedNamespaces = new AllowedNamespaces { From = AllowedNamespacesFrom.All } }).Ready());
        _caches.Usage.Loads["shop/slow"] = new BackendLoad(0, TimeSpan.FromSeconds(20), CircuitState.Closed);
        _caches.Usage.Loads["shop/quick"] = new BackendLoad(0, TimeSpan.FromSeconds(3), CircuitState.Closed);
        Assert.Equal("quick slow cramped shared", Chosen());
    }

    [Fact]
    public void Backends_outside_the_cluster_and_those_that_do_not_allow_the_namespace_are_never_chosen_unasked()
    {
        Put(TestBackends.Of("cloud", spec: TestBackends.Ollama with { External = true }).Ready());
        Put(TestBackends.Of("private", TestBackends.OperatorNamespace).Ready());
        Put(TestBackends.Of("others", "ai", TestBackends.Ollama with { AllowedNamespaces = new AllowedNamespaces { From = AllowedNamespacesFrom.All } }).Ready());
        Put(TestBackends.Of("coder", spec: TestBackends.Ollama with { Tasks = [LlmTask.Code] }).Ready());
        Assert.Equal("", Chosen());
    }

    [Fact]
    public void One_that_keeps_failing_is_left_alone()
    {
        Put(TestBackends.Of("flaky").Ready());
        _caches.Usage.Loads["shop/flaky"] = new BackendLoad(0, null, CircuitState.Open);
        Assert.Equal("", Chosen());
    }

    [Fact]
    public void A_conversation_goes_to_who_chats()
    {
        Put(TestBackends.Of("explains", spec: TestBackends.Ollama with { Tasks = [LlmTask.Diagnosis] }).Ready());
        Put(TestBackends.Of("chats", spec: TestBackends.Ollama with { Tasks = [LlmTask.Chat] }).Ready());
        Assert.Equal("explains", Chosen());
        Assert.Equal("chats", Chosen(new DiagnosisRequestSpec { FollowUps = ["And the database?"] }));
    }

    private void Put(LlmBackend backend) => _caches.Backends.Objects.Put(backend);

    private string Chosen(DiagnosisRequestSpec? spec = null) =>
        string.Join(' ', _caches.Selector.Select(TestDiagnoses.Of(spec ?? new DiagnosisRequestSpec())).Candidates.Select(backend => backend.Metadata.Name));
}
