using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class ExitsZeroTests
{
    [Fact]
    public void A_process_that_finishes_is_told_to_be_a_job() => Assert.Equal(
        "Container app finishes with exit code 0 2 s after each start, and restartPolicy Always starts it again; run it as a Job, or keep a process in the foreground",
        Assert.Single(Case.Of(new PodBuilder().Crashing("app", 0, "Completed", change: container => container.Command = ["export"])).Judge()).Title);

    [Fact]
    public void An_image_that_only_starts_a_shell_needs_a_command() => Assert.Contains(
        "image library/busybox:1.36 only starts a shell",
        Assert.Single(Case.Of(new PodBuilder().Crashing("app", 0, "Completed", change: container => container.Image = "library/busybox:1.36")).Judge()).Title,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("OnFailure")]
    [InlineData("Never")]
    public void A_pod_that_may_finish_is_well(string restartPolicy)
    {
        var pod = new PodBuilder().InPhase("Succeeded").Container("app", status: status =>
        {
            status.Ready = false;
            status.State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 0, Reason = "Completed" } };
        }).With(pod => pod.Spec.RestartPolicy = restartPolicy);
        Assert.Empty(Case.Of(pod).Judge());
    }

    [Fact]
    public void An_init_container_that_finished_is_well()
    {
        var pod = new PodBuilder().Container("app").Container("migrate", init: true, status: status =>
            status.State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 0, Reason = "Completed" } });
        Assert.Empty(Case.Of(pod).Judge());
    }

    [Fact]
    public void A_sidecar_must_not_finish()
    {
        var pod = new PodBuilder().Container("app").Crashing("proxy", 0, "Completed", change: container => container.RestartPolicy = "Always", init: true);
        var finding = Assert.Single(Case.Of(pod).Judge());
        Assert.Equal(CauseCategories.SidecarFailing, finding.Category);
        Assert.StartsWith("Sidecar container proxy finishes", finding.Title, StringComparison.Ordinal);
    }
}
