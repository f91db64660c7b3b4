using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Gathering.Scopes;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Diagnosis.Tests.Experts;

public sealed class SeveralNamespacesTests
{
    private static readonly NamespaceScope ShopAndBank = new() { Names = ["shop", "bank"] };

    [Fact]
    public async Task The_most_severe_over_all_is_the_root_and_the_others_follow()
    {
        var view = Cluster("bank", "shop", "idle")
            .With([Crashing("web", "shop"), .. Warned("reports", "bank")])
            .WithLog("web-0", "app", "ERROR: cannot open ledger", previous: true);
        var report = await DiagnoseAsync(view, NamespaceScope.All);
        Assert.Equal(ExpertOutcome.CauseFound, report.Outcome);
        Assert.Equal(Severity.Critical, report.Severity);
        Assert.Equal(("shop", "StatefulSet"), (report.RootCause!.Resource.Namespace, report.RootCause.Resource.Kind));
        Assert.StartsWith("Namespace shop: Container app of StatefulSet web ", report.RootCause.Summary, StringComparison.Ordinal);
        Assert.Equal("bank", Assert.Single(report.AdditionalCauses).Resource.Namespace);
    }

    [Fact]
    public async Task Names_that_are_the_same_in_two_namespaces_are_told_apart()
    {
        var view = Cluster("bank", "shop").With(Crashing("web", "shop"), Crashing("web", "bank")).WithLog("web-0", "app", "ERROR: cannot open ledger", previous: true);
        var report = await DiagnoseAsync(view, ShopAndBank);
        Assert.Equal(["bank", "shop"], report.Findings.Select(f => f.Resource.Namespace!).Order());
        Assert.All(report.Findings, f => Assert.StartsWith($"Namespace {f.Resource.Namespace}: ", f.Title, StringComparison.Ordinal));
        Assert.Equal(report.Evidence.Count, report.Evidence.Select(e => e.Id).Distinct().Count());
        Assert.Equal(report.Findings.Count, report.Findings.Select(f => f.Id).Distinct().Count());
        foreach (var finding in report.Findings)
        {
            Assert.NotEmpty(finding.Evidence);
            Assert.All(finding.Evidence, id => Assert.StartsWith($"namespace/{finding.Resource.Namespace} ", Assert.Single(report.Evidence, e => e.Id == id).Source, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_failure_is_the_same_one_as_in_a_diagnosis_of_its_namespace()
    {
        var view = Cluster("bank", "shop").With(Crashing("web", "shop")).WithLog("web-0", "app", "ERROR: cannot open ledger", previous: true);
        var several = await DiagnoseAsync(view, ShopAndBank);
        var alone = await TestExpert.DiagnoseAsync(view, "shop");
        Assert.Equal(alone.Fingerprint, several.Fingerprint);
    }

    [Fact]
    public async Task Healthy_ones_are_counted()
    {
        var report = await DiagnoseAsync(Cluster("bank", "shop").With(Ready("web", "shop"), Ready("web", "bank")), NamespaceScope.All);
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
        Assert.Equal("Healthy: 2 workloads, 2 of 2 pods ready, no restarts in 24h, in 2 namespaces", report.Message);
    }

    [Fact]
    public async Task A_namespace_that_may_not_be_read_is_said_and_keeps_no_other_from_being_diagnosed()
    {
        var report = await DiagnoseAsync(new ClosedNamespaceView(Cluster("bank", "shop").With(Crashing("web", "shop"), Crashing("web", "bank")), "bank"), NamespaceScope.All);
        Assert.Equal("shop", report.RootCause!.Resource.Namespace);
        Assert.Contains("Not diagnosed, Forbidden: namespace bank (The operator may not list pods in namespace bank. Grant its ServiceAccount list on pods there", report.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("bank", string.Concat(report.Findings.Select(f => f.Title)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_none_may_be_read_that_is_the_answer()
    {
        var report = await DiagnoseAsync(Cluster("bank", "shop").Answering<V1Pod>(LookupStatus.Forbidden), NamespaceScope.All);
        Assert.Equal(ExpertOutcome.TargetForbidden, report.Outcome);
        Assert.Contains("namespaces bank, shop", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_list_namespaces_is_told_so_and_nothing_else_is_read()
    {
        var view = Cluster("shop").With(Crashing("web", "shop")).Answering<V1Namespace>(LookupStatus.Forbidden);
        var report = await DiagnoseAsync(view, NamespaceScope.All);
        Assert.Equal(ExpertOutcome.TargetForbidden, report.Outcome);
        Assert.Contains("Grant list on namespaces, or name the namespaces", report.Message, StringComparison.Ordinal);
        Assert.Single(view.Requests);
        Assert.Equal(ExpertOutcome.CauseFound, (await DiagnoseAsync(view, new NamespaceScope { Names = ["shop"] })).Outcome);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_said_with_what_is_alike()
    {
        var view = Cluster("bank", "shop").With(Crashing("web", "shop"));
        var report = await DiagnoseAsync(view, new NamespaceScope { Names = ["shop", "bnak"] });
        Assert.Equal("shop", report.RootCause!.Resource.Namespace);
        Assert.Contains("Namespace bnak does not exist; is it bank?", report.Message, StringComparison.Ordinal);
        Assert.Equal(ExpertOutcome.TargetNotFound, (await DiagnoseAsync(view, new NamespaceScope { Names = ["nowhere"] })).Outcome);
    }

    [Fact]
    public async Task Labels_choose_namespaces_and_pods()
    {
        var view = Cluster("bank", "shop").With(Crashing("web", "shop"), Crashing("web", "bank"), Crashing("other", "shop"));
        var byNamespace = await DiagnoseAsync(view, new NamespaceScope { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["team"] = "bank" } } });
        Assert.All(byNamespace.Findings, f => Assert.Equal("bank", f.Resource.Namespace));
        var bySelector = await TestExpert.Over(view).DiagnoseAsync(
            Subject(NamespaceScope.All) with { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "other" } } }, CancellationToken.None);
        Assert.All(bySelector.Findings, f => Assert.Equal("shop", f.Resource.Namespace));
        Assert.DoesNotContain("Not diagnosed", bySelector.Message, StringComparison.Ordinal);
        Assert.Equal(
            ExpertOutcome.TargetNotFound,
            (await DiagnoseAsync(view, new NamespaceScope { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["team"] = "nobody" } } })).Outcome);
    }

    [Fact]
    public async Task Nodes_are_read_once_and_a_node_that_fails_is_one_root()
    {
        var view = Cluster("bank", "shop").With(
            new V1Node
            {
                Metadata = new V1ObjectMeta { Name = "node-1" },
                Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = "Unknown", Reason = "NodeStatusUnknown", Message = "Kubelet stopped posting node status.", LastTransitionTime = RecordedCase.Now.UtcDateTime.AddMinutes(-9) }] },
            },
            Lost("web", "shop"),
            Lost("web", "bank"));
        var report = await DiagnoseAsync(view, NamespaceScope.All);
        Assert.Equal("Node node-1", report.RootCause!.Resource.ToString());
        Assert.DoesNotContain(report.AdditionalCauses, c => c.Resource.Kind == "Node");
        Assert.Equal(2, report.Findings.Select(f => f.Title).Count(t => t.Contains("shop", StringComparison.Ordinal) || t.Contains("bank", StringComparison.Ordinal)));
        Assert.Equal(view.Requests.Where(r => r.Contains(" Node ", StringComparison.Ordinal)).Distinct(), view.Requests.Where(r => r.Contains(" Node ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task More_namespaces_than_one_diagnosis_reads_are_named()
    {
        var view = Cluster([.. Enumerable.Range(0, ScopeLimits.Namespaces + 2).Select(i => $"team-{i:000}")]);
        var report = await DiagnoseAsync(view, NamespaceScope.All);
        Assert.Contains($"not read: team-{ScopeLimits.Namespaces:000}, team-{ScopeLimits.Namespaces + 1:000}.", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_that_does_not_answer_ends_with_its_own_time()
    {
        var clock = new FakeTimeProvider(RecordedCase.Now);
        var cluster = Cluster("bank", "shop").With(Crashing("web", "shop"));
        var view = new ClosedNamespaceView(cluster, "bank", isSilent: true);
        var running = TestExpert.Over(view, s => s.AddSingleton<TimeProvider>(clock)).DiagnoseAsync(Subject(NamespaceScope.All), CancellationToken.None);
        for (var before = 0; before == 0 || before < cluster.Requests.Count; await Task.Delay(1000))
        {
            before = cluster.Requests.Count;
        }

        clock.Advance(ScopeLimits.TimeOfNamespace);
        var report = await running;
        Assert.Equal("shop", report.RootCause!.Resource.Namespace);
        Assert.Contains("Not diagnosed: namespace bank (the cluster did not answer in time).", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_as_target_is_everything_in_it()
    {
        var report = await TestExpert.DiagnoseAsync(Cluster("bank", "shop").With(Crashing("web", "bank")), "shop", "Namespace", "bank");
        Assert.Equal(("bank", ExpertOutcome.CauseFound), (report.RootCause!.Resource.Namespace, report.Outcome));
        var none = await TestExpert.DiagnoseAsync(Cluster("bank"), "bank", "Namespace", "bnak");
        Assert.Equal(ExpertOutcome.TargetNotFound, none.Outcome);
        Assert.Contains("Is it bank?", none.Message, StringComparison.Ordinal);
        var healthy = await TestExpert.DiagnoseAsync(Cluster("bank").With(Ready("web", "bank")), "bank", "Namespace", "bank");
        Assert.Equal("Namespace bank", healthy.RootCause!.Resource.ToString());
    }

    private static Task<ExpertReport> DiagnoseAsync(IClusterView view, NamespaceScope scope) => TestExpert.Over(view).DiagnoseAsync(Subject(scope), CancellationToken.None);

    private static DiagnosisSubject Subject(NamespaceScope scope) => new() { Namespace = "cluster-code-system", Scope = scope };

    private static InMemoryClusterView Cluster(params string[] namespaces) =>
        new InMemoryClusterView().With(namespaces.Select(n => new V1Namespace { Metadata = new V1ObjectMeta { Name = n, Labels = new Dictionary<string, string> { ["team"] = n } } }));

    private static PodBuilder Of(string app, string ns) => new PodBuilder($"{app}-0", ns).OwnedBy("StatefulSet", app).Labelled("app", app);

    private static V1Pod Ready(string app, string ns) => Of(app, ns).Container("app").Build();

    private static V1Pod Crashing(string app, string ns) => Of(app, ns).Crashing("app", 1).Build();

    // Ready replicas beside it make it a warning.
    private static V1Pod[] Warned(string app, string ns) => [Crashing(app, ns), new PodBuilder($"{app}-1", ns).OwnedBy("StatefulSet", app).Labelled("app", app).Container("app").Build()];

    private static V1Pod Lost(string app, string ns) => Of(app, ns).Container("app")
        .With(p => p.Status.Conditions.Add(new V1PodCondition { Type = "Ready", Status = "False", Reason = "NodeNotReady" })).Build();
}
