using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Detection;

public sealed class CrashWindowTests
{
    [Theory]
    [InlineData(0, 60)]
    [InlineData(29, 60)]
    [InlineData(100, 200)]
    [InlineData(299, 598)]
    [InlineData(7200, 600)]
    public void It_is_twice_the_run_that_crashed_within_bounds(double ran, double window) =>
        Assert.Equal(TimeSpan.FromSeconds(window), CrashWindow.After(TestContainers.Ended(afterSeconds: ran)));

    [Fact]
    public void A_run_of_unknown_length_counts_as_short() =>
        Assert.Equal(CrashWindow.Shortest, CrashWindow.After(new TerminatedSummary { FinishedAt = Times.Now }));

    [Fact]
    public void A_container_that_never_started_has_no_run_though_the_kubelet_gives_times() =>
        Assert.Equal(CrashWindow.Shortest, CrashWindow.After(RecordedCase.Load("bad-command").Pods[0].Status!.ContainerStatuses![0].LastTermination()!));
}
