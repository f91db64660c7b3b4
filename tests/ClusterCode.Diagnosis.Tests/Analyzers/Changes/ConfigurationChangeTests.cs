using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Changes;

public sealed class ConfigurationChangeTests
{
    [Fact]
    public async Task A_ConfigMap_that_was_changed_shortly_before_the_first_crash_is_named()
    {
        var report = await TestExpert.DiagnoseAsync(Crashing(changedMinutesAgo: 12), "shop", "Deployment", "web");
        Assert.EndsWith("; ConfigMap web-config changed 2 min before the first failure", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Contains(report.Evidence, e => e.Kind == EvidenceKind.Change && e.Text.Contains("by kubectl-edit", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(200)]
    public async Task One_that_was_changed_later_or_long_before_is_not(double changedMinutesAgo)
    {
        var report = await TestExpert.DiagnoseAsync(Crashing(changedMinutesAgo), "shop", "Deployment", "web");
        Assert.DoesNotContain("changed", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    private static InMemoryClusterView Crashing(double changedMinutesAgo) => new DeploymentBuilder(1)
        .Revision(1, 600, 0)
        .Pod("web-1-a", 1, p => p.Crashing("app", 1, change: c => c.EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = "web-config" } }]), 500)
        .Event("Pod", "web-1-a", "BackOff", "Back-off restarting failed container app in pod web-1-a", 8)
        .And(new V1ConfigMap
        {
            Metadata = new V1ObjectMeta
            {
                Name = "web-config",
                NamespaceProperty = "shop",
                CreationTimestamp = DeploymentBuilder.Ago(10_000),
                ManagedFields = [new V1ManagedFieldsEntry { Manager = "kubectl-edit", Operation = "Update", Time = DeploymentBuilder.Ago(changedMinutesAgo) }],
            },
            Data = new Dictionary<string, string> { ["LEVEL"] = "info" },
        })
        .View()
        .WithLog("web-1-a", "app", "fatal: cannot parse the rules file\n", previous: true);
}
