using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Scaling;

public sealed class PdbTests
{
    [Fact]
    public async Task A_budget_that_can_never_allow_an_eviction_says_by_which_number()
    {
        var report = await Diagnose(Budget("1", healthy: 1, desired: 1, expected: 1), ready: true);
        Assert.Equal((CauseCategories.PdbBlocksEviction, "PodDisruptionBudget shop/web", Severity.Warning), (report.RootCause!.Category, report.RootCause.Resource.ToString(), report.Severity!.Value));
        Assert.Contains("allows no eviction, ever, while there is 1 pod: minAvailable 1 (1 of 1 pod healthy, 1 must be)", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_pods_are_not_healthy_their_cause_is_the_root()
    {
        var report = await Diagnose(Budget("2", healthy: 1, desired: 2, expected: 3), ready: false);
        Assert.Equal((CauseCategories.OOMKilled, "Deployment shop/web"), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.Contains(report.Findings, f => f.Category == CauseCategories.PdbBlocksEviction && f.CausedBy == "f1" && f.Title.Contains("not ready: web-1-a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_allows_an_eviction_is_healthy()
    {
        var budget = Budget("1", healthy: 3, desired: 1, expected: 3);
        budget.Status.DisruptionsAllowed = 2;
        Assert.Equal(ExpertOutcome.Healthy, (await Diagnose(budget, ready: true)).Outcome);
    }

    [Fact]
    public async Task One_without_pods_is_healthy() =>
        Assert.Equal(ExpertOutcome.Healthy, (await Diagnose(Budget("1", healthy: 0, desired: 0, expected: 0), ready: true)).Outcome);

    private static Task<ExpertReport> Diagnose(V1PodDisruptionBudget budget, bool ready)
    {
        var view = new DeploymentBuilder(1).Revision(1, 600, ready ? 1 : 0)
            .Pod("web-1-a", 1, p => _ = ready ? p.Container("app") : p.Crashing("app", 137, "OOMKilled", change: c =>
                c.Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("64Mi") } }))
            .And(budget)
            .View();
        return TestExpert.DiagnoseAsync(view, "shop", "PodDisruptionBudget", "web");
    }

    private static V1PodDisruptionBudget Budget(string minAvailable, int healthy, int desired, int expected) => new()
    {
        Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "shop" },
        Spec = new V1PodDisruptionBudgetSpec { MinAvailable = minAvailable, Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } } },
        Status = new V1PodDisruptionBudgetStatus { DisruptionsAllowed = 0, CurrentHealthy = healthy, DesiredHealthy = desired, ExpectedPods = expected },
    };
}
