using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

public sealed class RecordedCaseTests
{
    [Fact]
    public async Task Every_recorded_case_loads_with_its_deployment_or_job()
    {
        Assert.Equal(31, RecordedCase.Names.Count);
        foreach (var name in RecordedCase.Names)
        {
            var view = RecordedCase.Load(name);
            var ns = RecordedCase.NamespaceOf(name);
            var deployments = await view.ListAsync<V1Deployment>(ns, ListQuery.All, default);
            var jobs = await view.ListAsync<V1Job>(ns, ListQuery.All, default);
            Assert.Equal(1, deployments.Value!.Count + jobs.Value!.Count);
        }
    }

    [Fact]
    public async Task The_log_of_a_recorded_container_is_read()
    {
        var log = await RecordedCase.Load("job-failed")
            .ReadLogAsync(new LogQuery("rec-job-failed", "migrate-8g544", "migrate", Previous: false, 10, 1000), default);
        Assert.Contains("SQLSTATE 42P07", log.Value, StringComparison.Ordinal);
    }
}
