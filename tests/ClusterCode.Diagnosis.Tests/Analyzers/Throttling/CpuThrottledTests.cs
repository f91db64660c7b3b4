using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Metrics;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Throttling;

public sealed class CpuThrottledTests
{
    private const string Pod = "checkout-7d9f6c5b4d-x2x4z";
    private const string TimedOut = "Readiness probe failed: Get \"http://10.0.0.1:8080/ready\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)";

    [Fact]
    public async Task A_probe_without_an_answer_in_time_is_caused_by_a_used_up_limit()
    {
        var report = await DiagnoseAsync(View(ready: false).With(Usage("100m")));
        Assert.Equal(CauseCategories.CpuThrottled, report.RootCause!.Category);
        Assert.Equal("Container app uses all of its 100m CPU limit (100m on average over 30s): held back by the kernel, it does not answer its readinessProbe within 1 s", report.RootCause.Summary);
        Assert.Equal(report.Findings.Single(f => f.Category == CauseCategories.CpuThrottled).Id, report.Findings.Single(f => f.Category == CauseCategories.ReadinessFailing).CausedBy);
    }

    [Fact]
    public async Task A_workload_that_works_at_its_limit_is_said_to_be_held_back()
    {
        var report = await DiagnoseAsync(View(ready: true).With(Usage("96m")));
        Assert.Equal("Container app uses all of its 100m CPU limit (96m on average over 30s): the kernel holds it back", report.RootCause!.Summary);
        Assert.Equal(Severity.Warning, Assert.Single(report.Findings).Severity);
        Assert.Contains("--limits=cpu=200m", Assert.Single(report.Findings).Remediation[0].Command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80m")]
    [InlineData("0")]
    public async Task A_container_below_its_limit_is_not(string used)
    {
        Assert.Equal(CauseCategories.Healthy, (await DiagnoseAsync(View(ready: true).With(Usage(used)))).RootCause!.Category);
        Assert.Equal(CauseCategories.ReadinessFailing, (await DiagnoseAsync(View(ready: false).With(Usage(used)))).RootCause!.Category);
    }

    [Theory]
    [InlineData(LookupStatus.Missing)]
    [InlineData(LookupStatus.Forbidden)]
    [InlineData(LookupStatus.Unavailable)]
    public async Task Without_metrics_nothing_is_said_of_it(LookupStatus status)
    {
        var report = await DiagnoseAsync(View(ready: false).Answering<PodUsage>(status));
        Assert.Equal(CauseCategories.ReadinessFailing, report.RootCause!.Category);
        Assert.DoesNotContain(report.Findings, f => f.Category == CauseCategories.CpuThrottled);
    }

    [Fact]
    public async Task The_use_of_a_container_without_a_limit_is_not_asked_for()
    {
        var view = View(ready: true, limit: null);
        await DiagnoseAsync(view);
        Assert.DoesNotContain(view.Requests, r => r.Contains("PodMetrics", StringComparison.OrdinalIgnoreCase) || r.Contains("PodUsage", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<ExpertReport> DiagnoseAsync(InMemoryClusterView view) => TestExpert.DiagnoseAsync(view, "shop", "StatefulSet", "checkout");

    private static InMemoryClusterView View(bool ready, string? limit = "100m")
    {
        var pod = new PodBuilder(Pod).OwnedBy("StatefulSet", "checkout").Labelled("app", "checkout");
        void Shape(V1Container container)
        {
            container.ReadinessProbe = new V1Probe { HttpGet = new V1HTTPGetAction { Path = "/ready", Port = 8080 }, TimeoutSeconds = 1 };
            container.Resources = limit is null ? null : new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(limit) } };
        }

        var view = new InMemoryClusterView().With(
            (ready ? pod.Container("app", Shape) : pod.NotReady("app", Shape)).Build(),
            new V1StatefulSet
            {
                Metadata = new V1ObjectMeta { Name = "checkout", NamespaceProperty = "shop", Uid = "uid-checkout" },
                Spec = new V1StatefulSetSpec
                {
                    Replicas = 1,
                    Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "checkout" } },
                    Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "checkout" } } },
                },
                Status = new V1StatefulSetStatus { Replicas = 1, ReadyReplicas = ready ? 1 : 0 },
            });
        return ready ? view : view.With(new Corev1Event
        {
            Metadata = new V1ObjectMeta { Name = "checkout.1", NamespaceProperty = "shop" },
            InvolvedObject = new V1ObjectReference { Kind = "Pod", NamespaceProperty = "shop", Name = Pod, Uid = $"uid-{Pod}", FieldPath = "spec.containers{app}" },
            Type = "Warning",
            Reason = "Unhealthy",
            Message = TimedOut,
            Count = 40,
            LastTimestamp = RecordedCase.Now.UtcDateTime.AddSeconds(-5),
        });
    }

    private static PodUsage Usage(string cpu) => new()
    {
        Metadata = new V1ObjectMeta { Name = Pod, NamespaceProperty = "shop" },
        Timestamp = RecordedCase.Now.UtcDateTime.AddSeconds(-20),
        Window = "30s",
        Containers = [new ContainerUsage { Name = "app", Usage = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu), ["memory"] = new("20Mi") } }],
    };
}
