using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Termination;

public sealed class StuckTerminatingTests
{
    [Fact]
    public async Task A_finalizer_that_holds_a_pod_is_named()
    {
        var report = await Diagnose(Pod(p => p.Metadata.Finalizers = ["example.com/drain"]));
        Assert.Equal((CauseCategories.StuckTerminating, "Pod shop/web-1-a"), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.Equal("Pod web-1-a was to be gone 30 min ago and still terminates: finalizer example.com/drain is not removed", report.RootCause.Summary);
    }

    [Fact]
    public async Task A_node_that_is_gone_is_named() =>
        Assert.Contains("its node node-1 does not exist any more", (await Diagnose(Pod())).RootCause!.Summary, StringComparison.Ordinal);

    [Fact]
    public async Task A_node_that_is_not_ready_is_named()
    {
        var report = await Diagnose(Pod().And(Node("Unknown")));
        Assert.Contains("its node node-1 has not been ready for 40 min (NodeStatusUnknown)", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_that_is_not_released_is_named()
    {
        var report = await Diagnose(Pod().And(Node("True")).Event("Pod", "web-1-a", "FailedUnMount", "UnmountVolume.TearDown failed for volume \"data\" : device is busy"));
        Assert.Contains("volume data is not released: node node-1 says FailedUnMount", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_may_not_be_read_is_not_gone()
    {
        var report = await TestExpert.DiagnoseAsync(Pod().View().Answering<V1Node>(LookupStatus.Forbidden), "shop", "Pod", "web-1-a");
        Assert.DoesNotContain("does not exist", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Equal(CauseCategories.StuckTerminating, report.RootCause.Category);
    }

    [Fact]
    public async Task A_pod_within_its_grace_period_is_healthy() =>
        Assert.Equal(ExpertOutcome.Healthy, (await Diagnose(Pod(p => p.Metadata.DeletionTimestamp = DeploymentBuilder.Ago(0.2)))).Outcome);

    [Fact]
    public async Task A_claim_that_a_pod_still_uses_says_which()
    {
        var claim = new V1PersistentVolumeClaim
        {
            Metadata = new V1ObjectMeta { Name = "data", NamespaceProperty = "shop", DeletionTimestamp = DeploymentBuilder.Ago(90), Finalizers = ["kubernetes.io/pvc-protection"] },
            Status = new V1PersistentVolumeClaimStatus { Phase = "Bound" },
            Spec = new V1PersistentVolumeClaimSpec { VolumeName = "pv-1" },
        };
        var user = new PodBuilder("db-0").Container("db").With(p => p.Spec.Volumes = [new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" } }]).Build();
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With([claim, user]), "shop", "PersistentVolumeClaim", "data");
        Assert.Contains(report.Findings, f => f.Title.StartsWith("PersistentVolumeClaim data was deleted 90 min ago and still terminates: pod db-0 still uses it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_keeps_a_namespace_is_named()
    {
        var ns = new V1Namespace
        {
            Metadata = new V1ObjectMeta { Name = "old", DeletionTimestamp = DeploymentBuilder.Ago(200) },
            Spec = new V1NamespaceSpec { Finalizers = ["kubernetes"] },
            Status = new V1NamespaceStatus
            {
                Phase = "Terminating",
                Conditions =
                [
                    new V1NamespaceCondition { Type = "NamespaceContentRemaining", Status = "True", Reason = "SomeResourcesRemain", Message = "Some resources are remaining: widgets.example.com has 2 resource instances" },
                    new V1NamespaceCondition { Type = "NamespaceFinalizersRemaining", Status = "True", Reason = "SomeFinalizersRemain", Message = "Some content in the namespace has finalizers remaining: example.com/cleanup in 2 resource instances" },
                    new V1NamespaceCondition { Type = "NamespaceDeletionDiscoveryFailure", Status = "False", Reason = "ResourcesDiscovered", Message = "All resources successfully discovered" },
                ],
            },
        };
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView().With([ns]), "shop", "Namespace", "old");
        Assert.Equal((CauseCategories.NamespaceTerminating, "Namespace old"), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.Contains("finalizers are not removed: example.com/cleanup in 2 resource instances; something is left in it: widgets.example.com has 2 resource instances", report.RootCause.Summary, StringComparison.Ordinal);
    }

    private static Task<ExpertReport> Diagnose(DeploymentBuilder deployment) => TestExpert.DiagnoseAsync(deployment.View(), "shop", "Pod", "web-1-a");

    private static DeploymentBuilder Pod(Action<V1Pod>? change = null) => new DeploymentBuilder(1).Revision(1, 600, 1).Pod("web-1-a", 1, p => p.Container("app").With(pod =>
    {
        pod.Metadata.DeletionTimestamp = DeploymentBuilder.Ago(30);
        pod.Metadata.DeletionGracePeriodSeconds = 30;
        change?.Invoke(pod);
    }));

    private static V1Node Node(string ready) => new()
    {
        Metadata = new V1ObjectMeta { Name = "node-1" },
        Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = ready, Reason = ready == "True" ? "KubeletReady" : "NodeStatusUnknown", LastTransitionTime = DeploymentBuilder.Ago(40) }] },
    };
}
