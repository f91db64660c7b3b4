using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Detection;

public sealed class PodReductionTests
{
    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Recorded"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>On what real nodes recorded, detection and recovery say the same of the reduced pod as of the whole.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_that_detection_sees_is_lost(string name)
    {
        var recorded = RecordedCase.Load(name);
        foreach (var (whole, reduced) in recorded.Pods.Zip(RecordedCase.Load(name).Pods.Select(PodReduction.Reduce)))
        {
            foreach (var now in new[] { RecordedCase.Now, RecordedCase.Now.AddMinutes(10) })
            {
                Assert.Equal(FailureDetector.Detect(whole, recorded.MountEvents, now), FailureDetector.Detect(reduced, recorded.MountEvents, now));
                Assert.Equal(Judge(whole, now), Judge(reduced, now));
            }
        }
    }

    [Fact]
    public void A_healthy_pod_keeps_since_when_it_is_ready_and_no_empty_states()
    {
        var pod = TestPods.Named("a", TestPods.Revision, TestContainers.Running());
        pod.Status!.ContainerStatuses![0].LastState = new ContainerStateSummary();
        pod.Status.Conditions =
        [
            new PodConditionSummary { Type = "Initialized", Status = "True" },
            new PodConditionSummary { Type = "Ready", Status = "True", LastTransitionTime = Times.Now },
            new PodConditionSummary { Type = "ContainersReady", Status = "True" },
            new PodConditionSummary { Type = "PodScheduled", Status = "True" },
        ];
        var reduced = PodReduction.Reduce(pod);
        Assert.Equal(["Ready"], reduced.Status!.Conditions!.Select(condition => condition.Type));
        Assert.Null(reduced.Status.ContainerStatuses![0].LastState);
    }

    private static Recovery Judge(PodSummary pod, DateTime now) =>
        RecoveryJudge.Judge(new WorkloadSnapshot(TestPods.Checkout, [pod], [], []), now);
}
