using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Failures;

public sealed class FailureWatchTests
{
    private readonly FailureScene _scene = new();

    [Fact]
    public void Healthy_pods_of_workloads_without_diagnosis_end_here() =>
        Assert.Empty(_scene.Watch.Of(_scene.Healthy()));

    [Fact]
    public void A_failing_pod_leads_to_its_workload() =>
        Assert.Equal([FailureScene.Workload], _scene.Watch.Of(_scene.Crashing()));

    [Fact]
    public async Task A_healthy_pod_of_a_workload_with_a_diagnosis_leads_to_it()
    {
        await _scene.DiagnoseCrashAsync();
        Assert.Equal([FailureScene.Workload], _scene.Watch.Of(_scene.Healthy()));
        Assert.Equal([FailureScene.Workload], _scene.Watch.Of(_scene.Diagnosis!));
    }

    [Fact]
    public void A_mount_event_leads_to_the_workload_of_its_pod()
    {
        var pod = TestPods.Of(TestContainers.Waiting("ContainerCreating"));
        var mount = TestPods.FailedMount(pod);
        Assert.Empty(_scene.Watch.Of(mount));
        _scene.Pods.Objects.Put(pod);
        _scene.MountEvents.Objects.Put(mount);
        Assert.Equal([FailureScene.Workload], _scene.Watch.Of(mount));
    }

    [Fact]
    public void A_failed_Job_leads_to_its_CronJob()
    {
        var cronJob = TestPods.Controller("batch/v1", "CronJob", "nightly");
        Assert.Equal([new WorkloadKey("shop", "batch", "CronJob", "nightly")], _scene.Watch.Of(TestJobs.Failed(controller: cronJob)));
        Assert.Empty(_scene.Watch.Of(TestJobs.Complete(controller: cronJob)));
    }

    [Fact]
    public void A_Deployment_that_cannot_create_its_pods_is_a_failure_until_it_can()
    {
        var deployment = new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = "checkout", NamespaceProperty = "shop", Uid = "uid-deployment" },
            Status = new V1DeploymentStatus { Conditions = [new V1DeploymentCondition { Type = "ReplicaFailure", Status = "True", Reason = "FailedCreate", LastTransitionTime = Times.Now.AddMinutes(-1) }] },
        };
        _scene.Deployments.Objects.Put(deployment);
        Assert.Equal([FailureScene.Workload], _scene.Watch.Of(deployment));
        Assert.Equal([FailureScene.Workload], _scene.Watch.Of(TestPolicies.Of()));
        var failure = Assert.Single(_scene.Snapshot(FailureScene.Workload).Failures(Times.Now));
        Assert.Equal((DiagnosisTrigger.ReplicaFailure, "checkout", true), (failure.Trigger, failure.Shows, failure.MayPass));

        deployment.Status.Conditions = [];
        Assert.Empty(_scene.Watch.Of(deployment));
        Assert.Empty(_scene.Snapshot(FailureScene.Workload).Failures(Times.Now));
    }

    [Fact]
    public void A_changed_policy_or_namespace_leads_to_every_failing_workload_once()
    {
        _scene.Show(_scene.Crashing("a"), _scene.Crashing("b"), TestPods.Bare("fine", "Always", "Running", TestContainers.Running()));
        _scene.Jobs.Objects.Put(TestJobs.Failed());
        WorkloadKey[] failing = [FailureScene.Workload, new("shop", "batch", "Job", "migrate")];
        Assert.Equal(failing, _scene.Watch.Of(TestPolicies.Of()));
        Assert.Equal(failing, _scene.Watch.Of(new NamespaceSummary { Metadata = new ObjectSummary { Name = "shop" } }));
        Assert.Empty(_scene.Watch.Of(new NamespaceSummary { Metadata = new ObjectSummary { Name = "other" } }));
    }

    [Fact]
    public void A_CronJobs_snapshot_holds_the_pods_of_all_its_Jobs()
    {
        var cronJob = TestPods.Controller("batch/v1", "CronJob", "nightly");
        _scene.Jobs.Objects.Put(TestJobs.Active("nightly-1", controller: cronJob));
        _scene.Pods.Objects.Put(TestPods.OwnedBy("nightly-1-x", TestPods.Controller("batch/v1", "Job", "nightly-1")));
        _scene.Pods.Objects.Put(TestPods.OwnedBy("other-1-x", TestPods.Controller("batch/v1", "Job", "other-1")));
        var snapshot = _scene.Snapshot(new WorkloadKey("shop", "batch", "CronJob", "nightly"));
        Assert.Equal("nightly-1-x", Assert.Single(snapshot.Pods).Metadata.Name);
        Assert.Equal("nightly-1", Assert.Single(snapshot.Jobs).Metadata.Name);
    }
}
