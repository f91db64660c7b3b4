using ClusterCode.Api.Findings;
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
}
