using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.IntendedStates;

public sealed class IntendedStateTests
{
    [Fact]
    public async Task A_workload_scaled_to_zero_says_from_how_many_by_whom_and_what_stands_without_pods()
    {
        var view = new DeploymentBuilder(0)
            .With(d => d.Metadata.ManagedFields = [Managed("kubectl", 29, "scale", replicas: true), Managed("helm", 600)])
            .Event("Deployment", "web", "ScalingReplicaSet", "Scaled down replica set web-1 from 3 to 0", 29, "Normal")
            .And(Service("front", "web"), Service("other", "else"))
            .View();
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.Equal((CauseCategories.ScaledToZero, "Deployment shop/web", Severity.Warning), (report.RootCause!.Category, report.RootCause.Resource.ToString(), report.Severity!.Value));
        Assert.Equal("Deployment web is scaled to 0 replicas (from 3, by kubectl 29 min ago), so no pod runs; Service front has no pods by it", report.RootCause.Summary);
        Assert.Equal("kubectl scale deployment/web -n shop --replicas=3", report.Findings[0].Remediation[0].Command);
        Assert.InRange(view.Requests.Count, 1, 6);
    }

    [Fact]
    public async Task In_a_whole_namespace_it_is_no_failure()
    {
        var report = await TestExpert.DiagnoseAsync(new DeploymentBuilder(0).And(Service("front", "web")).View(), "shop");
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
    }

    [Fact]
    public async Task One_that_was_created_so_and_that_nothing_needs_is_no_failure() =>
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(new DeploymentBuilder(0).And(Service("other", "else")).View(), "shop", "Deployment", "web")).Outcome);

    [Fact]
    public async Task The_applied_manifest_tells_how_many_there_should_be()
    {
        const string manifest = """{"kind":"Deployment","spec":{"replicas":4,"template":{"spec":{"containers":[{"env":[{"name":"PASSWORD","value":"hunter2-hunter2"}]}]}}}}""";
        var view = new DeploymentBuilder(0).With(d => d.Metadata.Annotations = new Dictionary<string, string> { ["kubectl.kubernetes.io/last-applied-configuration"] = manifest }).View();
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.Contains("the manifest that was applied last asks for 4", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Evidence, e => e.Text.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("keda-hpa-web", 1)]
    [InlineData("web", 0)]
    public async Task An_autoscaler_that_scales_to_zero_is_left_alone(string name, int minReplicas)
    {
        var scaler = new V2HorizontalPodAutoscaler
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop" },
            Spec = new V2HorizontalPodAutoscalerSpec { MinReplicas = minReplicas, MaxReplicas = 5, ScaleTargetRef = new V2CrossVersionObjectReference { Kind = "Deployment", Name = "web" } },
        };
        var report = await TestExpert.DiagnoseAsync(new DeploymentBuilder(0).And(scaler).View(), "shop", "Deployment", "web");
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
    }

    [Fact]
    public async Task Lists_that_may_not_be_read_do_not_hide_it()
    {
        var view = new DeploymentBuilder(0).With(d => d.Metadata.ManagedFields = [Managed("kubectl", 29, "scale", replicas: true)]).View().Answering<V1Service>(LookupStatus.Forbidden).Answering<V2HorizontalPodAutoscaler>(LookupStatus.Forbidden).Answering<Corev1Event>(LookupStatus.Forbidden);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.Equal("Deployment web is scaled to 0 replicas (by kubectl 29 min ago), so no pod runs", report.RootCause!.Summary);
    }

    [Fact]
    public async Task A_paused_Deployment_that_was_never_rolled_out_creates_nothing()
    {
        var report = await TestExpert.DiagnoseAsync(new DeploymentBuilder(2).With(d => d.Spec.Paused = true).View(), "shop", "Deployment", "web");
        Assert.Equal((CauseCategories.Paused, Severity.Critical), (report.RootCause!.Category, report.Severity!.Value));
        Assert.Equal("Deployment web is paused (spec.paused is true) and was never rolled out, so none of its 2 pods is created", report.RootCause.Summary);
        Assert.Equal("kubectl rollout resume deployment/web -n shop", report.Findings[0].Remediation[0].Command);
    }

    [Fact]
    public async Task A_paused_Deployment_with_a_change_says_what_waits()
    {
        var view = new DeploymentBuilder(1, App("web:1.1"))
            .Revision(1, 600, 1, App("web:1.0"))
            .Pod("web-1-a", 1, p => p.Container("app"))
            .With(d => { d.Spec.Paused = true; d.Status = new V1DeploymentStatus { Replicas = 1, UpdatedReplicas = 0, ReadyReplicas = 1 }; })
            .View();
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web");
        Assert.Equal((CauseCategories.Paused, Severity.Warning), (report.RootCause!.Category, report.Severity!.Value));
        Assert.Contains("so the change of its pod template (image web:1.0 → 1.1) is not rolled out; the revision before still runs, 1 of 1 pods ready", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_Deployment_without_a_change_is_healthy()
    {
        var view = new DeploymentBuilder(1).Revision(1, 600, 1).Pod("web-1-a", 1, p => p.Container("app"))
            .With(d => { d.Spec.Paused = true; d.Status = new V1DeploymentStatus { Replicas = 1, UpdatedReplicas = 1, ReadyReplicas = 1 }; }).View();
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "web")).Outcome);
    }

    [Fact]
    public async Task A_suspended_Job_says_so_when_it_is_asked_about()
    {
        var job = new V1Job { Metadata = new V1ObjectMeta { Name = "import", NamespaceProperty = "shop", Uid = "uid-import" }, Spec = new V1JobSpec { Suspend = true, Template = new V1PodTemplateSpec() } };
        var view = new InMemoryClusterView().With([job]);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Job", "import");
        Assert.Equal((CauseCategories.Suspended, "Job shop/import"), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.Equal("Job import is suspended (spec.suspend is true), so none of its pods is created", report.RootCause.Summary);
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(view, "shop")).Outcome);
    }

    private static V1Container App(string image) => new() { Name = "app", Image = image };

    private static V1Service Service(string name, string app) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop" },
        Spec = new V1ServiceSpec { Type = "ExternalName", Selector = new Dictionary<string, string> { ["app"] = app } },
    };

    private static V1ManagedFieldsEntry Managed(string manager, double minutesAgo, string? subresource = null, bool replicas = false) => new()
    {
        Manager = manager,
        Operation = "Update",
        Subresource = subresource,
        Time = DeploymentBuilder.Ago(minutesAgo),
        FieldsV1 = replicas ? System.Text.Json.JsonDocument.Parse("""{"f:spec":{"f:replicas":{}}}""").RootElement : null,
    };
}
