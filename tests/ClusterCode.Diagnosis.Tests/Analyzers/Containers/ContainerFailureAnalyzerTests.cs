using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class ContainerFailureAnalyzerTests
{
    [Fact]
    public void A_container_that_runs_well_gives_nothing() => Assert.Empty(Case.Of(new PodBuilder().Container("app")).Judge());

    [Fact]
    public void One_container_has_one_cause_and_what_the_api_states_outranks_the_log()
    {
        var pod = new PodBuilder().Crashing("app", 137, "OOMKilled");
        var findings = Case.Of(pod).Log("app", "Error: DATABASE_URL is not set\npanic: bind: address already in use").Judge();
        Assert.Equal([CauseCategories.OOMKilled], findings.Select(finding => finding.Category));
    }

    [Theory]
    [InlineData("ERROR: connection lost\nsh: SMTP_HOST: SMTP_HOST is required", CauseCategories.MissingEnvironment)]
    [InlineData("listen tcp :8080: bind: address already in use", CauseCategories.PortConflict)]
    [InlineData("open /data/db: permission denied", CauseCategories.PermissionDenied)]
    [InlineData("ERROR: relation \"invoices\" already exists", CauseCategories.AppError)]
    [InlineData("bye", CauseCategories.AppError)]
    [InlineData("", CauseCategories.CrashWithoutLogs)]
    public void The_log_of_the_failed_run_names_exactly_one_cause(string log, string category) =>
        Assert.Equal([category], Case.Of(new PodBuilder().Crashing("app", 1)).Log("app", log).Judge().Select(finding => finding.Category));

    [Fact]
    public void Every_failing_container_is_judged_for_itself()
    {
        var pod = new PodBuilder().Crashing("app", 1).Crashing("proxy", 137, "OOMKilled").Container("fine");
        Assert.Equal([("app", CauseCategories.AppError), ("proxy", CauseCategories.OOMKilled)], Case.Of(pod).Log("app", "ERROR: no").Judge().Select(finding => (finding.Container!, finding.Category)));
    }

    [Fact]
    public void An_accident_long_ago_is_forgotten()
    {
        Assert.Empty(Case.Of(Recovered(TimeSpan.FromHours(1), 1)).Judge());
        Assert.Empty(Case.Of(Recovered(TimeSpan.FromHours(30), 9)).Judge());
    }

    [Fact]
    public void Repeated_crashes_of_today_are_a_warning_while_the_container_runs() =>
        Assert.Equal(Severity.Warning, Assert.Single(Case.Of(Recovered(TimeSpan.FromHours(1), 5)).Judge()).Severity);

    [Fact]
    public void A_crash_a_minute_ago_is_a_failure_although_the_container_runs_again() =>
        Assert.Equal(Severity.Critical, Assert.Single(Case.Of(Recovered(TimeSpan.FromMinutes(1), 1)).Judge()).Severity);

    [Fact]
    public void A_pod_that_is_being_deleted_may_end_as_it_likes()
    {
        var pod = new PodBuilder().Crashing("app", 143).With(pod => pod.Metadata.DeletionTimestamp = RecordedCase.Now.UtcDateTime);
        Assert.Empty(Case.Of(pod).Judge());
    }

    [Fact]
    public void The_failed_attempts_of_a_job_that_succeeded_are_forgiven()
    {
        var job = new V1Job { Metadata = new V1ObjectMeta { Name = "migrate" }, Status = new V1JobStatus { Conditions = [new V1JobCondition { Type = "Complete", Status = "True" }] } };
        Assert.Empty(Case.Of(new PodBuilder().Crashing("app", 1)).Workload(workload => workload with { Job = job }).Judge());
    }

    [Fact]
    public void An_evicted_pod_says_who_evicted_it_whatever_its_exit_code()
    {
        var pod = new PodBuilder().Crashing("app", 137).InPhase("Failed").With(pod =>
        {
            pod.Status.Reason = "Evicted";
            pod.Status.Message = "The node was low on resource: ephemeral-storage.";
        });
        var finding = Assert.Single(Case.Of(pod).Judge());
        Assert.Equal(CauseCategories.Evicted, finding.Category);
        Assert.Equal("Pod checkout-7d9f6c5b4d-x2x4z on node node-1 was evicted because the node was low on ephemeral-storage", finding.Title);
    }

    [Theory]
    [InlineData(137, "Container app ends by SIGKILL (exit 137) 2 s after each start: the process was ended from outside the container or by itself; no event says by whom")]
    [InlineData(143, "Container app ends by SIGTERM (exit 143) 2 s after each start: the process was ended from outside the container or by itself; no event says by whom")]
    public void A_signal_that_nothing_explains_is_said_to_be_so(int code, string title)
    {
        var finding = Assert.Single(Case.Of(new PodBuilder().Crashing("app", code)).Judge());
        Assert.Equal((CauseCategories.SignalTerminated, Confidence.Low, title), (finding.Category, finding.Confidence, finding.Title));
    }

    [Theory]
    [InlineData(139, "139 (SIGSEGV)")]
    [InlineData(134, "134 (SIGABRT)")]
    [InlineData(3, "3")]
    public void A_crash_without_a_word_says_so_and_what_to_try(int code, string described)
    {
        var finding = Assert.Single(Case.Of(new PodBuilder().Crashing("app", code)).Log("app", "\n \n").Judge());
        Assert.Equal($"Container app exits {described} 2 s after each start and writes nothing", finding.Title);
        Assert.Equal("kubectl debug -it checkout-7d9f6c5b4d-x2x4z -n shop --copy-to=checkout-7d9f6c5b4d-x2x4z-debug --container=app -- sh", finding.Remediation[0].Command);
    }

    [Fact]
    public void A_log_that_cannot_be_read_is_not_taken_for_silence()
    {
        var (file, workload) = Case.Of(new PodBuilder().Crashing("app", 3)).Build();
        var container = workload.Pods[0].Containers[0] with { FailedRunLog = new LogExcerpt("log pod/x container app", [], "the operator may not read logs here") };
        workload = workload with { Pods = [workload.Pods[0] with { Containers = [container] }] };
        var finding = Assert.Single(new ContainerFailureAnalyzer().Analyze(file, workload));
        Assert.Equal("Container app exits 3 2 s after each start; the log of that run cannot be read: the operator may not read logs here", finding.Title);
        Assert.Equal((CauseCategories.AppError, Confidence.Low), (finding.Category, finding.Confidence));
    }

    [Fact]
    public void The_termination_message_is_read_where_the_log_says_nothing()
    {
        var pod = new PodBuilder().Crashing("app", 1).With(pod => pod.Status.ContainerStatuses[0].LastState.Terminated.Message = "FATAL: licence expired");
        Assert.Contains("licence expired", Assert.Single(Case.Of(pod).Judge()).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_post_start_hook_is_named()
    {
        var pod = new PodBuilder().Waiting("app", "PostStartHookError", "command 'register' exited with 1", container => container.Lifecycle = new V1Lifecycle
        {
            PostStart = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["register", "--now"] } },
        });
        Assert.Equal(
            "The postStart hook of container app fails, so the kubelet kills it: command register --now (exited with 1)",
            Assert.Single(Case.Of(pod).Judge()).Title);
    }

    private static PodBuilder Recovered(TimeSpan ago, int restarts) => new PodBuilder().Container("app", status: status =>
    {
        status.RestartCount = restarts;
        status.LastState = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 1, Reason = "Error", FinishedAt = RecordedCase.Now.UtcDateTime - ago } };
    });
}
