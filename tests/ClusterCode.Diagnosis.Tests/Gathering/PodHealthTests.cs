using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Gathering;

public sealed class PodHealthTests
{
    private static DateTime Ago(double seconds) => RecordedCase.Now.UtcDateTime.AddSeconds(-seconds);

    [Fact]
    public void Pods_that_run_or_have_finished_or_are_being_deleted_are_healthy()
    {
        Assert.Equal(PodState.Healthy, State(new PodBuilder().Container("app")));
        Assert.Equal(PodState.Healthy, State(new PodBuilder().Container("app").InPhase("Succeeded")));
        Assert.Equal(PodState.Healthy, State(new PodBuilder().Crashing("app", 1).With(p => p.Metadata.DeletionTimestamp = Ago(1))));
    }

    [Theory]
    [InlineData("CrashLoopBackOff", nameof(PodState.Failing))]
    [InlineData("ErrImagePull", nameof(PodState.Failing))]
    [InlineData("CreateContainerConfigError", nameof(PodState.Failing))]
    [InlineData("ContainerCreating", nameof(PodState.Starting))]
    public void A_young_pod_that_waits_is_judged_by_its_reason(string reason, string state) =>
        Assert.Equal(Enum.Parse<PodState>(state), State(new PodBuilder().Waiting("app", reason).With(p => p.Status.StartTime = Ago(20))));

    [Fact]
    public void A_pod_that_is_still_being_created_after_its_grace_fails() =>
        Assert.Equal(PodState.Failing, State(new PodBuilder().Waiting("app", "ContainerCreating").With(p => p.Status.StartTime = Ago(300))));

    [Theory]
    [InlineData(5, nameof(PodState.Starting))]
    [InlineData(60, nameof(PodState.Failing))]
    public void A_container_gets_some_time_to_become_ready(int seconds, string state) =>
        Assert.Equal(Enum.Parse<PodState>(state), State(new PodBuilder().Container("app", status: s =>
        {
            s.Ready = false;
            s.State.Running.StartedAt = Ago(seconds);
        })));

    [Theory]
    [InlineData(60, 1, nameof(PodState.Failing))]
    [InlineData(3600, 1, nameof(PodState.Healthy))]
    [InlineData(3600, 5, nameof(PodState.Failing))]
    [InlineData(90000, 5, nameof(PodState.Healthy))]
    public void A_container_that_runs_again_after_a_crash_is_judged_by_how_long_ago_and_how_often(int seconds, int restarts, string state) =>
        Assert.Equal(Enum.Parse<PodState>(state), State(new PodBuilder().Container("app", status: s =>
        {
            s.RestartCount = restarts;
            s.LastState = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 1, FinishedAt = Ago(seconds) } };
        })));

    [Fact]
    public void An_unscheduled_or_failed_pod_fails()
    {
        Assert.Equal(PodState.Failing, State(new PodBuilder().Unschedulable("0/1 nodes are available")));
        Assert.Equal(PodState.Failing, State(new PodBuilder().Container("app").InPhase("Failed")));
    }

    [Fact]
    public void Representatives_are_failing_pods_one_of_each_way_to_fail()
    {
        List<V1Pod> pods =
        [
            new PodBuilder("a").Container("app").Build(),
            .. Enumerable.Range(0, 10).Select(i => new PodBuilder($"b{i}").Crashing("app", 1).Build()),
            new PodBuilder("c").Waiting("app", "ErrImagePull").Build(),
        ];
        var chosen = PodChoice.Representatives(pods, RecordedCase.Now, 3);
        Assert.Equal(["b0", "c"], chosen.Select(p => p.Metadata.Name).Order());
    }

    [Fact]
    public void Requests_of_a_pod_are_counted_as_the_scheduler_counts()
    {
        static Action<V1Container> Cpu(string cpu, string? restart = null) => c =>
        {
            c.Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu) } };
            c.RestartPolicy = restart;
        };
        var pod = new PodBuilder().Container("a", Cpu("100m")).Container("b", Cpu("200m"))
            .Container("init", Cpu("500m"), init: true).Container("sidecar", Cpu("50m", "Always"), init: true).Build();
        Assert.Equal(0.5m, PodRequests.Of(pod)["cpu"]);
        Assert.Equal(0.35m, PodRequests.Of(new PodBuilder().Container("a", Cpu("100m")).Container("b", Cpu("200m")).Container("s", Cpu("50m", "Always"), init: true).Build())["cpu"]);
        Assert.Equal(2, PodRequests.Sum([pod, pod]).Pods);
        Assert.Equal(1m, PodRequests.Sum([pod, pod]).Requests["cpu"]);
    }

    private static PodState State(PodBuilder pod) => PodHealth.Of(pod.Build(), RecordedCase.Now);
}
