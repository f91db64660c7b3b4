using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Detection;

public sealed class RecordedCaseTests
{
    [Theory]
    [InlineData("app-error", "CrashLoopBackOff app")]
    [InlineData("exits-zero", "CrashLoopBackOff app")]
    [InlineData("liveness-wrong-port", "CrashLoopBackOff app")]
    [InlineData("port-conflict", "CrashLoopBackOff metrics")]
    [InlineData("sidecar-failing", "CrashLoopBackOff log-shipper")]
    [InlineData("oom-killed", "OOMKilled app", "CrashLoopBackOff app")]
    [InlineData("bad-command", "CreateContainerError app")]
    [InlineData("configmap-key-missing", "CreateContainerConfigError app")]
    [InlineData("run-as-non-root", "CreateContainerConfigError app")]
    [InlineData("secret-volume-missing", "CreateContainerConfigError")]
    [InlineData("image-not-pulled", "ImagePullBackOff app")]
    [InlineData("image-never-pull", "ImagePullBackOff app")]
    [InlineData("image-invalid-name", "ImagePullBackOff app")]
    [InlineData("insufficient-memory", "Unschedulable")]
    [InlineData("anti-affinity", "Unschedulable")]
    [InlineData("readiness-404", "ProbeFailing app")]
    [InlineData("job-failed", "JobFailed")]
    [InlineData("init-waits")]
    [InlineData("quota-exceeded")]
    [InlineData("healthy")]
    public void What_a_real_API_server_said_shows_these_failures(string name, params string[] expected)
    {
        var recorded = RecordedCase.Load(name);
        var workload = new WorkloadSnapshot(TestPods.Checkout, recorded.Pods, recorded.Jobs, recorded.MountEvents);
        var failures = workload.Failures(RecordedCase.Now).Select(failure => $"{failure.Trigger} {failure.Container}".TrimEnd());
        Assert.Equal(expected, failures);
    }

    [Theory]
    [InlineData("app-error", "Deployment", "apps", "ledger")]
    [InlineData("job-failed", "Job", "batch", "migrate")]
    public void What_a_real_API_server_said_leads_to_the_workload(string name, string kind, string group, string workload)
    {
        var recorded = RecordedCase.Load(name);
        var pod = recorded.Pods[0];
        Assert.Equal(
            new WorkloadKey(pod.Metadata.Namespace!, group, kind, workload),
            WorkloadResolver.Of(pod, (_, job) => recorded.Jobs.FirstOrDefault(candidate => candidate.Metadata.Name == job)));
    }

    [Fact]
    public void The_exit_code_and_restarts_are_read_from_the_JSON()
    {
        var failure = Assert.Single(FailureDetector.Detect(RecordedCase.Load("app-error").Pods[0], [], RecordedCase.Now));
        Assert.Equal(2, failure.ExitCode);
        Assert.Equal("Error", failure.Reason);
        Assert.Equal(6, failure.Count);
        Assert.Equal(new DateTime(2026, 11, 22, 14, 58, 50, DateTimeKind.Utc), failure.LastSeen);
    }

    [Fact]
    public void The_Jobs_failed_pods_are_counted() =>
        Assert.Equal(2, FailureDetector.Detect(RecordedCase.Load("job-failed").Jobs[0], RecordedCase.Now)!.Count);
}
