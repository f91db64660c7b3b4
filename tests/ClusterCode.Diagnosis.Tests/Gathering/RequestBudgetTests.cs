using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Gathering;

public sealed class RequestBudgetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(50)]
    public async Task A_namespace_of_50_workloads_costs_at_most_40_requests(int crashing)
    {
        var view = new InMemoryClusterView();
        for (var i = 0; i < 50; i++)
        {
            var pod = new PodBuilder($"app{i}-0").OwnedBy("StatefulSet", $"app{i}");
            pod = i < crashing
                ? pod.Crashing("app", 1, change: c => c.Env = [new V1EnvVar { Name = "MODE", ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = $"map{i}", Key = "mode" } } }])
                : pod.Container("app", status: s => s.Ready = true);
            view.With(pod.Build(), new V1ConfigMap { Metadata = new V1ObjectMeta { Name = $"map{i}", NamespaceProperty = "shop" }, Data = new Dictionary<string, string> { ["mode"] = "fast" } });
            view.WithLog($"app{i}-0", "app", $"ERROR: cannot open ledger {i}", previous: true);
        }

        var report = await TestExpert.DiagnoseAsync(view, "shop");
        Assert.InRange(view.Requests.Count, 1, 40);
        Assert.Equal(crashing == 0 ? CauseCategories.Healthy : CauseCategories.AppError, report.RootCause!.Category);
    }

    /// <summary>The bound of several namespaces: the namespaces and 11 lists for all, and of each namespace its events and the logs of what fails, or, where nothing fails, of what runs.</summary>
    [Theory]
    [InlineData(0, 62)]
    [InlineData(1, 40)]
    [InlineData(3, 70)]
    public async Task Five_namespaces_of_10_workloads_stay_within_a_stated_bound(int crashing, int most)
    {
        var view = new InMemoryClusterView();
        foreach (var ns in Enumerable.Range(0, 5).Select(i => $"team-{i}"))
        {
            view.With(new V1Namespace { Metadata = new V1ObjectMeta { Name = ns } });
            for (var i = 0; i < 10; i++)
            {
                var pod = new PodBuilder($"app{i}-0", ns).OwnedBy("StatefulSet", $"app{i}");
                view.With((i < crashing ? pod.Crashing("app", 1) : pod.Container("app")).Build());
                view.WithLog($"app{i}-0", "app", $"ERROR: cannot open ledger {i}", previous: true);
            }
        }

        var report = await TestExpert.Over(view).DiagnoseAsync(new DiagnosisSubject { Namespace = "cluster-code-system", Scope = NamespaceScope.All }, CancellationToken.None);
        Assert.InRange(view.Requests.Count, 1, most);
        Assert.Equal(crashing == 0 ? 0 : 5 * crashing, report.Findings.Select(f => (f.Resource.Namespace, f.Resource.Name)).Distinct().Count());
    }
}
