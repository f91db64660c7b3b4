using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class OomKilledTests
{
    [Fact]
    public void The_limit_and_the_time_after_the_start_are_named()
    {
        var finding = Assert.Single(Case.Of(new PodBuilder().Crashing("app", 137, "OOMKilled", change: Limit("32Mi"))).Judge<ContainerFailureAnalyzer>());
        Assert.Equal("Container app is OOM-killed at its 32Mi limit, 2 s after each start", finding.Title);
        Assert.Equal((CauseCategories.OOMKilled, Confidence.High), (finding.Category, finding.Confidence));
        Assert.Contains("reason=OOMKilled exitCode=137", finding.Evidence[0].Text, StringComparison.Ordinal);
        Assert.Equal("pod/checkout-7d9f6c5b4d-x2x4z status.containerStatuses[app].lastState.terminated", finding.Evidence[0].Source);
        Assert.Equal("kubectl set resources deployment/checkout -n shop -c app --limits=memory=64Mi", finding.Remediation[0].Command);
    }

    [Fact]
    public void Without_a_limit_the_node_ran_out_of_memory() =>
        Assert.Equal(
            "Container app is OOM-killed, 2 s after each start although it has no memory limit: its node node-1 ran out of memory",
            Assert.Single(Case.Of(new PodBuilder().Crashing("app", 137, "OOMKilled")).Judge()).Title);

    [Fact]
    public void A_limit_too_small_for_the_runtime_is_told_from_the_start_error()
    {
        var pod = new PodBuilder().Crashing("app", 128, "StartError", change: Limit("1Mi"))
            .With(pod => pod.Status.ContainerStatuses[0].LastState.Terminated.Message = "runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown");
        Assert.Equal("Container app is OOM-killed before it starts: its 1Mi memory limit is too small for the runtime to start a process", Assert.Single(Case.Of(pod).Judge()).Title);
    }

    [Fact]
    public void Sigkill_under_a_limit_with_no_other_reason_is_a_guess_of_low_confidence()
    {
        var finding = Assert.Single(Case.Of(new PodBuilder().Crashing("app", 137, change: Limit("32Mi"))).Judge());
        Assert.Equal((CauseCategories.OOMKilled, Confidence.Low), (finding.Category, finding.Confidence));
    }

    [Fact]
    public void It_is_told_while_the_container_runs_again()
    {
        var pod = new PodBuilder().Crashing("app", 137, "OOMKilled", change: Limit("32Mi"))
            .With(pod => pod.Status.ContainerStatuses[0].State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = RecordedCase.Now.UtcDateTime } });
        Assert.Equal(CauseCategories.OOMKilled, Assert.Single(Case.Of(pod).Judge()).Category);
    }

    [Theory]
    [InlineData("openjdk:21", "JVM")]
    [InlineData("node:22-alpine", "Node.js")]
    [InlineData("golang:1.25", "GOMEMLIMIT")]
    public void The_runtimes_heap_setting_is_explained(string image, string word) =>
        Assert.Contains(
            word,
            Assert.Single(Case.Of(new PodBuilder().Crashing("app", 137, "OOMKilled", change: container => container.Image = image)).Judge()).Explanation,
            StringComparison.Ordinal);

    [Fact]
    public void A_heap_setting_that_is_there_is_cited()
    {
        var pod = new PodBuilder().Crashing("app", 137, "OOMKilled", change: container => container.Env = [new V1EnvVar { Name = "JAVA_OPTS", Value = "-Xmx2g" }]);
        Assert.Contains(Assert.Single(Case.Of(pod).Judge()).Evidence, evidence => evidence.Source.EndsWith("env[JAVA_OPTS]", StringComparison.Ordinal) && evidence.Text == "-Xmx2g");
    }

    private static Action<V1Container> Limit(string memory) =>
        container => container.Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new(memory) } };
}
