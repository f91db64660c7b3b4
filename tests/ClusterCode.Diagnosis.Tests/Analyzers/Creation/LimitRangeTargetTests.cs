using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Creation;

public sealed class LimitRangeTargetTests
{
    [Theory]
    [InlineData("1Gi", null, 0, Severity.Critical, "allows at most 512Mi memory per container, and the limit is 1Gi in container app of StatefulSet db: its missing pods cannot be created")]
    [InlineData("1Gi", null, 1, Severity.Warning, "its pods run, and could not be created again")]
    [InlineData(null, "16Mi", 0, Severity.Critical, "allows no less than 32Mi memory per container, and the request is 16Mi in container app of StatefulSet db")]
    public async Task A_template_beyond_its_bounds_is_named(string? limit, string? request, int replicas, Severity severity, string words)
    {
        var report = await DiagnoseAsync(new InMemoryClusterView().With(Range(), Set(limit, request, replicas)));
        Assert.Equal((CauseCategories.LimitRangeViolated, "LimitRange shop/bounds", severity), (report.RootCause!.Category, report.RootCause.Resource.ToString(), report.Severity!.Value));
        Assert.Contains(words, report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_within_its_bounds_and_those_that_say_nothing_are_fine()
    {
        Assert.Equal(ExpertOutcome.Healthy, (await DiagnoseAsync(new InMemoryClusterView().With(Range(), Set("512Mi", "32Mi", 0)))).Outcome);
        Assert.Equal(ExpertOutcome.Healthy, (await DiagnoseAsync(new InMemoryClusterView().With(Range(), Set(null, null, 0)))).Outcome);
    }

    [Fact]
    public async Task Workloads_that_may_not_be_read_are_said()
    {
        var report = await DiagnoseAsync(new InMemoryClusterView().With(Range(), Set("1Gi", null, 0)).Answering<V1StatefulSet>(LookupStatus.Forbidden));
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
        Assert.Contains("may not read statefulsets", report.Message, StringComparison.Ordinal);
    }

    private static Task<ExpertReport> DiagnoseAsync(InMemoryClusterView view) => TestExpert.DiagnoseAsync(view, "shop", "LimitRange", "bounds");

    private static V1LimitRange Range() => new()
    {
        Metadata = new V1ObjectMeta { Name = "bounds", NamespaceProperty = "shop" },
        Spec = new V1LimitRangeSpec { Limits = [new V1LimitRangeItem { Type = "Container", Max = Memory("512Mi"), Min = Memory("32Mi") }] },
    };

    private static V1StatefulSet Set(string? limit, string? request, int replicas) => new()
    {
        Metadata = new V1ObjectMeta { Name = "db", NamespaceProperty = "shop", Uid = "uid-db" },
        Spec = new V1StatefulSetSpec
        {
            Replicas = 1,
            Template = new V1PodTemplateSpec { Spec = new V1PodSpec { Containers = [new V1Container { Name = "app", Resources = new V1ResourceRequirements { Limits = Memory(limit), Requests = Memory(request) } }] } },
        },
        Status = new V1StatefulSetStatus { Replicas = replicas },
    };

    private static Dictionary<string, ResourceQuantity>? Memory(string? value) => value is null ? null : new Dictionary<string, ResourceQuantity> { ["memory"] = new(value) };
}
