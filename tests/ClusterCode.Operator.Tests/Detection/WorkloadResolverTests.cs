using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Detection;

public sealed class WorkloadResolverTests
{
    private static readonly Dictionary<string, string> Hashed = new() { ["pod-template-hash"] = "7d9f" };

    [Theory]
    [InlineData("apps/v1", "ReplicaSet", "web-7d9f", "apps", "Deployment", "web")]
    [InlineData("apps/v1", "ReplicaSet", "a-7d9f-b-7d9f", "apps", "Deployment", "a-7d9f-b")]
    [InlineData("apps/v1", "ReplicaSet", "handmade", "apps", "ReplicaSet", "handmade")]
    [InlineData("apps/v1", "ReplicaSet", "-7d9f", "apps", "ReplicaSet", "-7d9f")]
    [InlineData("apps/v1", "StatefulSet", "db", "apps", "StatefulSet", "db")]
    [InlineData("apps/v1", "DaemonSet", "agent", "apps", "DaemonSet", "agent")]
    [InlineData("batch/v1", "Job", "migrate", "batch", "Job", "migrate")]
    [InlineData("argoproj.io/v1alpha1", "Rollout", "web", "argoproj.io", "Rollout", "web")]
    [InlineData("v1", "ReplicationController", "old", "", "ReplicationController", "old")]
    [InlineData("v1", "Node", "node-1", "", "Pod", "the-pod")]
    public void A_pods_workload_is_told_by_its_controller(string apiVersion, string ownerKind, string ownerName, string group, string kind, string name)
    {
        var pod = TestPods.OwnedBy("the-pod", TestPods.Controller(apiVersion, ownerKind, ownerName), Hashed);
        Assert.Equal(new WorkloadKey("shop", group, kind, name), WorkloadResolver.Of(pod, (_, _) => null));
    }

    [Fact]
    public void A_ReplicaSets_pod_without_the_hash_label_belongs_to_the_ReplicaSet() =>
        Assert.Equal(
            new WorkloadKey("shop", "apps", "ReplicaSet", "web-7d9f"),
            WorkloadResolver.Of(TestPods.OwnedBy("web-7d9f-x", TestPods.Controller("apps/v1", "ReplicaSet", "web-7d9f")), (_, _) => null));

    [Fact]
    public void A_pod_without_controller_is_its_own_workload()
    {
        var owner = TestPods.Controller("v1", "ConfigMap", "x");
        owner.Controller = null;
        Assert.Equal(new WorkloadKey("shop", "", "Pod", "bare"), WorkloadResolver.Of(TestPods.OwnedBy("bare", null), (_, _) => null));
        Assert.Equal(new WorkloadKey("shop", "", "Pod", "bare"), WorkloadResolver.Of(TestPods.OwnedBy("bare", owner), (_, _) => null));
    }

    [Fact]
    public void A_CronJobs_pod_is_found_through_its_Job()
    {
        var job = TestJobs.Active("nightly-123", controller: TestPods.Controller("batch/v1", "CronJob", "nightly"));
        var pod = TestPods.OwnedBy("nightly-123-x", TestPods.Controller("batch/v1", "Job", "nightly-123"));
        var cronJob = new WorkloadKey("shop", "batch", "CronJob", "nightly");
        Assert.Equal(cronJob, WorkloadResolver.Of(pod, (ns, name) => (ns, name) == ("shop", "nightly-123") ? job : null));
        Assert.Equal(cronJob, WorkloadResolver.Of(job));
    }

    [Fact]
    public void A_Job_without_controller_is_its_own_workload() =>
        Assert.Equal(new WorkloadKey("shop", "batch", "Job", "migrate"), WorkloadResolver.Of(TestJobs.Active()));
}
