using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Detection;

public sealed class WorkloadSnapshotTests
{
    [Fact]
    public void Failures_come_in_the_order_of_the_pods_names_whatever_the_caches_order()
    {
        var a = TestPods.Named("a", TestPods.Revision, TestContainers.Waiting("ErrImagePull"));
        var b = TestPods.Named("b", TestPods.Revision, TestContainers.Waiting("ErrImagePull"));
        var shown = new[] { TestPods.Snapshot(a, b), TestPods.Snapshot(b, a) }.Select(workload => workload.Failures(Times.Now).Select(failure => failure.Shows).ToList()).ToList();
        Assert.Equal([a.Metadata.Name, b.Metadata.Name], shown[0]);
        Assert.Equal(shown[0], shown[1]);
    }

    [Fact]
    public void A_failed_Job_is_told_before_its_pods()
    {
        var looping = TestPods.Of(TestContainers.Waiting("CrashLoopBackOff", restarts: 2));
        var workload = new WorkloadSnapshot(TestPods.Checkout, [looping], [TestJobs.Failed()], []);
        Assert.Equal(["migrate", looping.Metadata.Name], workload.Failures(Times.Now).Select(failure => failure.Shows));
    }

    [Fact]
    public void A_CronJobs_failure_is_over_when_a_later_Job_completed()
    {
        var workload = new WorkloadSnapshot(TestPods.Checkout, [], [TestJobs.Failed("n-1", 300), TestJobs.Complete("n-2", 100), TestJobs.Active("n-3", 5)], []);
        Assert.Empty(workload.Failures(Times.Now));
        Assert.Equal("n-2", workload.NewestFinishedJob()!.Metadata.Name);
    }

    [Fact]
    public void A_CronJob_fails_when_its_newest_finished_Job_did()
    {
        var workload = new WorkloadSnapshot(TestPods.Checkout, [], [TestJobs.Complete("n-1", 300), TestJobs.Failed("n-2", 100), TestJobs.Active("n-3", 5)], []);
        Assert.Equal("n-2", Assert.Single(workload.Failures(Times.Now)).Shows);
    }

    [Fact]
    public void A_mount_event_is_held_against_its_own_pod_only()
    {
        var stuck = TestPods.Named("a", TestPods.Revision, TestContainers.Waiting("ContainerCreating"));
        var starting = TestPods.Named("b", TestPods.Revision, TestContainers.Waiting("ContainerCreating"));
        var workload = new WorkloadSnapshot(TestPods.Checkout, [stuck, starting], [], [TestPods.FailedMount(stuck)]);
        Assert.Equal(stuck.Metadata.Name, Assert.Single(workload.Failures(Times.Now)).Shows);
    }

    [Fact]
    public void A_workload_without_anything_does_not_fail()
    {
        var workload = TestPods.Snapshot();
        Assert.Empty(workload.Failures(Times.Now));
        Assert.Null(workload.NewestFinishedJob());
    }
}
