using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Failures;

public sealed class FailureSignatureTests
{
    public static TheoryData<string, string, int, string> Flapping => new()
    {
        { "ErrImagePull", "ImagePullBackOff", 0, "" },
        { "RegistryUnavailable", "ImagePullBackOff", 0, "" },
        { "RunContainerError", "CrashLoopBackOff", 128, "StartError" },
        { "RunContainerError", "CrashLoopBackOff", 127, "ContainerCannotRun" },
    };

    [Theory]
    [MemberData(nameof(Flapping))]
    public void It_stays_while_the_kubelet_alternates_between_an_error_and_its_back_off(string error, string backOff, int exitCode, string lastReason)
    {
        var last = exitCode == 0 ? null : TestContainers.Ended(exitCode, reason: lastReason);
        Assert.Equal(
            Of(TestPods.Of(TestContainers.Waiting(error, restarts: 3, last: last))),
            Of(TestPods.Of(TestContainers.Waiting(backOff, restarts: 4, last: last))));
    }

    [Fact]
    public void It_stays_from_crash_to_crash_in_whatever_state_the_container_is_seen()
    {
        PodSummary[] seen =
        [
            TestPods.Of(TestContainers.Terminated(1, restarts: 2)),
            TestPods.Of(TestContainers.Waiting("CrashLoopBackOff", restarts: 3, last: TestContainers.Ended(agoSeconds: 30))),
            TestPods.Of(TestContainers.Running(forSeconds: 1, restarts: 4, last: TestContainers.Ended(agoSeconds: 2))),
        ];
        Assert.Single(seen.Select(pod => Of(pod)).Distinct());
    }

    [Fact]
    public void It_stays_with_any_number_of_replicas()
    {
        var pods = Enumerable.Range(0, 5).Select(i => TestPods.Named($"{i}", TestPods.Revision, TestContainers.Terminated(1, restarts: 2))).ToArray();
        Assert.Equal(Of(pods[0]), Of(pods));
        Assert.Equal(Of(pods[4]), Of(pods));
    }

    [Fact]
    public void It_changes_with_the_revision_of_the_newest_pod()
    {
        var old = TestPods.Named("a", "old", TestContainers.Terminated(1, restarts: 2));
        var newest = TestPods.Named("b", "new", TestContainers.Terminated(1, restarts: 2));
        newest.Metadata.CreationTimestamp = Times.SecondsAgo(10);
        Assert.NotEqual(Of(old), Of(newest));
        Assert.Equal(Of(newest), Of(old, newest));
    }

    [Fact]
    public void It_changes_with_the_exit_code_the_reason_and_the_container()
    {
        string[] signatures =
        [
            Of(TestPods.Of(TestContainers.Terminated(1, restarts: 2))),
            Of(TestPods.Of(TestContainers.Terminated(2, restarts: 2))),
            Of(TestPods.Of(TestContainers.Terminated(1, "sidecar", restarts: 2))),
            Of(TestPods.Of(TestContainers.Waiting("ErrImagePull"))),
            Of(TestPods.Of(TestContainers.Waiting("CreateContainerConfigError"))),
        ];
        Assert.Equal(signatures.Length, signatures.Distinct().Count());
    }

    [Fact]
    public void A_StatefulSets_revision_counts_too()
    {
        var (one, other) = (TestPods.Of(TestContainers.Terminated(1, restarts: 2)), TestPods.Of(TestContainers.Terminated(1, restarts: 2)));
        one.Metadata.Labels = new Dictionary<string, string> { ["controller-revision-hash"] = "db-1" };
        other.Metadata.Labels = new Dictionary<string, string> { ["controller-revision-hash"] = "db-2" };
        Assert.NotEqual(Of(one), Of(other));
    }

    [Fact]
    public void A_Job_without_pods_has_one()
    {
        var workload = new Operator.Detection.WorkloadSnapshot(TestPods.Checkout, [], [TestJobs.Failed()], []);
        Assert.Equal(12, FailureSignature.Of(workload, workload.Failures(Times.Now)).Length);
    }

    private static string Of(params IReadOnlyList<PodSummary> pods)
    {
        var workload = TestPods.Snapshot(pods);
        return FailureSignature.Of(workload, workload.Failures(Times.Now));
    }
}
