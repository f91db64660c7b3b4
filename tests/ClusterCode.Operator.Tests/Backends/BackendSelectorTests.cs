using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Backends;

public sealed class BackendSelectorTests
{
    private readonly BackendCaches _caches = new();

    [Fact]
    public void Without_any_backend_no_model_is_wanted() => Assert.Equal(BackendSelection.None, Select(null));

    [Fact]
    public void The_namespaces_default_goes_before_the_clusters()
    {
        Put(TestBackends.Of("cluster", TestBackends.OperatorNamespace).Ready().AsDefault());
        Assert.Equal("cluster-code-system/cluster", Select(null).Name);
        Put(TestBackends.Of("other").Ready());
        Put(TestBackends.Of("z-own").Ready().AsDefault());
        Put(TestBackends.Of("own").Ready().AsDefault());
        Assert.Equal("shop/own", Select(null).Name);
    }

    [Fact]
    public void Another_namespaces_default_is_nobodys_elses()
    {
        Put(TestBackends.Of("theirs", "search").Ready().AsDefault());
        Assert.Equal(BackendSelection.None, Select(null));
    }

    [Fact]
    public void A_default_that_is_BuiltIn_wants_no_model()
    {
        Put(TestBackends.Of("none", spec: new LlmBackendSpec { Provider = LlmProvider.BuiltIn }).AsDefault());
        Assert.Equal(BackendSelection.None, Select(null));
    }

    [Fact]
    public void A_backend_of_the_same_namespace_is_found_by_name()
    {
        Put(TestBackends.Of("ollama").Ready());
        var selection = Select(new LlmReference { Name = "ollama" });
        Assert.Equal("shop/ollama", selection.Name);
        Assert.NotNull(selection.Backend);
        Assert.False(selection.IsBeingProbed);
    }

    [Fact]
    public void A_backend_without_a_probe_of_its_current_spec_is_being_probed()
    {
        Put(TestBackends.Of("ollama"));
        Assert.True(Select(new LlmReference { Name = "ollama" }).IsBeingProbed);
    }

    [Fact]
    public void A_backend_that_is_not_ready_says_why()
    {
        Put(TestBackends.Of("ollama").NotReady());
        var selection = Select(new LlmReference { Name = "ollama" });
        Assert.Null(selection.Backend);
        Assert.Equal(
            ("BackendNotReady", "LlmBackend shop/ollama is not Ready (EndpointUnreachable): connect to 10.0.0.7:11434: connection refused"),
            (selection.Reason, selection.Message));
    }

    [Fact]
    public void A_backend_that_does_not_exist_names_what_does()
    {
        Put(TestBackends.Of("b").Ready());
        Put(TestBackends.Of("a", TestBackends.OperatorNamespace).Ready());
        Put(TestBackends.Of("hidden", "search").Ready());
        Assert.Equal(
            "LlmBackend x does not exist in namespace shop or cluster-code-system (there is a, b): correct spec.llmRef, or create it.", Select(new LlmReference { Name = "x" }).Message);
        var named = Select(new LlmReference { Name = "x", Namespace = "empty" });
        Assert.Equal(("BackendNotFound", "empty/x"), (named.Reason, named.Name));
        Assert.Equal("LlmBackend x does not exist in namespace empty (none exists there): correct spec.llmRef, or create it.", named.Message);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(AllowedNamespacesFrom.Same, null, false)]
    [InlineData(AllowedNamespacesFrom.All, null, true)]
    [InlineData(AllowedNamespacesFrom.Selector, "payments", true)]
    [InlineData(AllowedNamespacesFrom.Selector, "search", false)]
    [InlineData(AllowedNamespacesFrom.Selector, null, false)]
    public void A_backend_of_another_namespace_must_allow_this_one(AllowedNamespacesFrom? from, string? team, bool allowed)
    {
        _caches.Namespaces.Objects.Put(new NamespaceSummary { Metadata = new ObjectSummary { Name = "shop", Labels = new Dictionary<string, string> { ["team"] = "payments" } } });
        var spec = TestBackends.Ollama with { AllowedNamespaces = new AllowedNamespaces { From = from, Selector = team is null ? null : TestPolicies.Labels("team", team) } };
        Put(TestBackends.Of("gpu", "ai", spec).Ready());
        var selection = Select(new LlmReference { Name = "gpu", Namespace = "ai" });
        Assert.Equal(allowed ? null : "NamespaceNotAllowed", selection.Reason);
        Assert.Equal(allowed, selection.Backend is not null);
    }

    [Fact]
    public void The_clusters_default_may_be_named_by_everyone()
    {
        Put(TestBackends.Of("ollama", TestBackends.OperatorNamespace).Ready());
        Assert.Equal("NamespaceNotAllowed", Select(new LlmReference { Name = "ollama" }).Reason);
        Put(TestBackends.Of("ollama", TestBackends.OperatorNamespace).Ready().AsDefault());
        Assert.NotNull(Select(new LlmReference { Name = "ollama" }).Backend);
    }

    [Fact]
    public void Of_a_routes_members_the_first_that_is_ready_is_asked()
    {
        Put(TestBackends.Of("down").NotReady());
        Put(TestBackends.Of("new"));
        Put(TestBackends.Of("up").Ready());
        PutRoute(new LlmRouteMember { Name = "missing" }, new LlmRouteMember { Name = "down" }, new LlmRouteMember { Name = "new" }, new LlmRouteMember { Name = "up" });
        Assert.Equal(("up", "shop/route"), (SelectRoute().Backend!.Metadata.Name, SelectRoute().Name));
    }

    [Fact]
    public void A_route_whose_members_are_not_probed_yet_is_waited_for()
    {
        Put(TestBackends.Of("new"));
        PutRoute(new LlmRouteMember { Name = "new" });
        Assert.True(SelectRoute().IsBeingProbed);
    }

    [Fact]
    public void A_route_without_a_usable_member_says_so()
    {
        Put(TestBackends.Of("down").NotReady());
        PutRoute(new LlmRouteMember { Name = "down" });
        var selection = SelectRoute();
        Assert.Equal(("NoMemberReady", "shop/route"), (selection.Reason, selection.Name));
    }

    [Fact]
    public void A_member_for_other_tasks_or_worse_failures_is_passed_over()
    {
        Put(TestBackends.Of("coder").Ready());
        Put(TestBackends.Of("chatter", spec: TestBackends.Ollama with { Tasks = [LlmTask.Chat] }).Ready());
        Put(TestBackends.Of("precious").Ready());
        Put(TestBackends.Of("plain").Ready());
        PutRoute(
            new LlmRouteMember { Name = "coder", Tasks = [LlmTask.Code] }, new LlmRouteMember { Name = "chatter" },
            new LlmRouteMember { Name = "precious", MinSeverity = Severity.Critical }, new LlmRouteMember { Name = "plain" });
        Assert.Equal("plain", SelectRoute(Severity.Warning).Backend!.Metadata.Name);
        Assert.Equal("precious", SelectRoute(Severity.Critical).Backend!.Metadata.Name);
    }

    [Fact]
    public void A_route_of_another_namespace_must_allow_this_one()
    {
        _caches.Routes.Objects.Put(TestBackends.Route("route", "ai"));
        var selection = Select(new LlmReference { Kind = LlmReferenceKind.LlmRoute, Name = "route", Namespace = "ai" });
        Assert.Equal("NamespaceNotAllowed", selection.Reason);
    }

    [Fact]
    public void A_route_that_does_not_exist_names_what_does() =>
        Assert.Equal("LlmRoute route does not exist in namespace shop or cluster-code-system (none exists there): correct spec.llmRef, or create it.", SelectRoute().Message);

    private void Put(LlmBackend backend) => _caches.Backends.Objects.Put(backend);

    private void PutRoute(params IReadOnlyList<LlmRouteMember> members) => _caches.Routes.Objects.Put(TestBackends.Route("route", "shop", members));

    private BackendSelection Select(LlmReference? reference) => _caches.Selector.Select(TestDiagnoses.Of(new DiagnosisRequestSpec { LlmRef = reference }));

    private BackendSelection SelectRoute(Severity? severity = null) => _caches.Selector.Select(TestDiagnoses.Of(
        new DiagnosisRequestSpec { LlmRef = new LlmReference { Kind = LlmReferenceKind.LlmRoute, Name = "route" } }, new DiagnosisRequestStatus { Severity = severity }));
}
