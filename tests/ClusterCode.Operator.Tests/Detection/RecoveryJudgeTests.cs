using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Detection;

public sealed class RecoveryJudgeTests
{
    [Fact]
    public void Pods_that_have_been_ready_for_a_while_are_well()
    {
        var recovery = Judge(TestPods.Snapshot(Ready("a", 10), Ready("b", 500)));
        Assert.Equal(new Recovery(RecoveryState.Recovered, "2 of 2 pods ready"), recovery);
    }

    [Fact]
    public void A_pod_that_became_ready_a_moment_ago_proves_nothing()
    {
        var recovery = Judge(TestPods.Snapshot(Ready("a", 500), Ready("b", 9)));
        Assert.Equal(new Recovery(RecoveryState.Unproven, "1 of 2 pods ready for 10 s"), recovery);
    }

    [Fact]
    public void A_pod_that_is_not_ready_proves_nothing() =>
        Assert.Equal(RecoveryState.Unproven, Judge(TestPods.Snapshot(TestPods.Of(TestContainers.Running()))).State);

    [Fact]
    public void Pods_that_ended_or_are_being_deleted_are_not_asked()
    {
        var deleted = TestPods.Named("b", "old", TestContainers.Running());
        deleted.Metadata.DeletionTimestamp = Times.Now;
        var failed = TestPods.Bare("c", "Never", "Failed");
        Assert.Equal("1 of 1 pods ready", Judge(TestPods.Snapshot(Ready("a", 60), deleted, failed)).Message);
    }

    [Fact]
    public void A_completed_Job_is_well() =>
        Assert.Equal(new Recovery(RecoveryState.Recovered, "Job migrate completed"), Judge(new WorkloadSnapshot(TestPods.Checkout, [], [TestJobs.Complete()], [])));

    [Fact]
    public void A_Job_that_has_not_finished_proves_nothing() =>
        Assert.Equal(RecoveryState.Unproven, Judge(new WorkloadSnapshot(TestPods.Checkout, [], [TestJobs.Active()], [])).State);

    [Fact]
    public void A_bare_pod_that_succeeded_is_well() =>
        Assert.Equal(RecoveryState.Recovered, Judge(TestPods.Snapshot(TestPods.Bare("once", "OnFailure", "Succeeded"))).State);

    [Fact]
    public void A_workload_of_which_nothing_is_left_is_gone() =>
        Assert.Equal(new Recovery(RecoveryState.Gone, "no pod of Deployment shop/checkout is left"), Judge(TestPods.Snapshot()));

    private static Recovery Judge(WorkloadSnapshot workload) => RecoveryJudge.Judge(workload, Times.Now);

    private static Operator.Detection.Pods.PodSummary Ready(string suffix, double forSeconds) =>
        TestPods.Named(suffix, TestPods.Revision, TestContainers.Running()).Ready(forSeconds);
}
