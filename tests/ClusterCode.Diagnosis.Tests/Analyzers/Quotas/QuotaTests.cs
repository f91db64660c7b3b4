using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Quotas;

public sealed class QuotaTests
{
    [Fact]
    public async Task A_quota_that_is_used_up_says_in_what()
    {
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With([Quota("2")]), "shop", "ResourceQuota", "team");
        Assert.Equal((CauseCategories.QuotaExceeded, "ResourceQuota shop/team"), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.Contains("is used up in pods (2 of 2)", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_with_room_is_healthy() =>
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(new InMemoryClusterView().With([Quota("1")]), "shop", "ResourceQuota", "team")).Outcome);

    [Fact]
    public async Task A_pull_secret_of_a_service_account_that_does_not_exist_is_named()
    {
        var account = new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "shop" }, ImagePullSecrets = [new V1LocalObjectReference { Name = "registry-login" }] };
        var secret = new V1Secret { Metadata = new V1ObjectMeta { Name = "registy-login", NamespaceProperty = "shop" } };
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With([account, secret]), "shop", "ServiceAccount", "web");
        Assert.Equal((CauseCategories.MissingSecret, "Secret shop/registry-login"), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.EndsWith("; registy-login does", report.RootCause.Summary, StringComparison.Ordinal);
    }

    private static V1ResourceQuota Quota(string used) => new()
    {
        Metadata = new V1ObjectMeta { Name = "team", NamespaceProperty = "shop" },
        Status = new V1ResourceQuotaStatus
        {
            Hard = new Dictionary<string, ResourceQuantity> { ["pods"] = new("2"), ["services.loadbalancers"] = new("0") },
            Used = new Dictionary<string, ResourceQuantity> { ["pods"] = new(used), ["services.loadbalancers"] = new("0") },
        },
    };
}
