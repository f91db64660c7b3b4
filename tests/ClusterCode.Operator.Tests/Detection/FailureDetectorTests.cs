using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Pods;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Detection;

public sealed class FailureDetectorTests
{
    [Theory]
    [InlineData("ErrImagePull", DiagnosisTrigger.ImagePullBackOff)]
    [InlineData("ImagePullBackOff", DiagnosisTrigger.ImagePullBackOff)]
    [InlineData("InvalidImageName", DiagnosisTrigger.ImagePullBackOff)]
    [InlineData("ErrImageNeverPull", DiagnosisTrigger.ImagePullBackOff)]
    [InlineData("CreateContainerConfigError", DiagnosisTrigger.CreateContainerConfigError)]
    [InlineData("CreateContainerError", DiagnosisTrigger.CreateContainerError)]
    [InlineData("RunContainerError", DiagnosisTrigger.CreateContainerError)]
    public void A_container_that_cannot_start_waits_with_its_reason_and_may_pass(string reason, DiagnosisTrigger trigger)
    {
        var pod = TestPods.Of(TestContainers.Waiting(reason));
        var failure = Assert.Single(Detect(pod));
        Assert.Equal(trigger, failure.Trigger);
        Assert.Equal(reason, failure.Reason);
        Assert.Equal("app", failure.Container);
        Assert.Equal(pod.Metadata.Name, failure.Shows);
        Assert.Equal(pod.Status!.StartTime, failure.Since);
        Assert.True(failure.MayPass);
    }

    [Theory]
    [InlineData("ContainerCreating")]
    [InlineData("PodInitializing")]
    [InlineData("SomethingNew")]
    public void Waiting_for_other_reasons_is_no_failure(string reason) =>
        Assert.Empty(Detect(TestPods.Of(TestContainers.Waiting(reason))));

    [Fact]
    public void A_crash_loop_is_seen_while_the_kubelet_waits()
    {
        var failure = Assert.Single(Detect(TestPods.Of(TestContainers.Waiting("CrashLoopBackOff", restarts: 4, last: TestContainers.Ended(3, agoSeconds: 20)))));
        Assert.Equal(DiagnosisTrigger.CrashLoopBackOff, failure.Trigger);
        Assert.Equal(3, failure.ExitCode);
        Assert.Equal("Error", failure.Reason);
        Assert.Equal(Times.SecondsAgo(20), failure.LastSeen);
        Assert.Equal(5, failure.Count);
        Assert.False(failure.MayPass);
    }

    [Fact]
    public void A_crash_loop_is_seen_while_the_container_has_just_ended() =>
        Assert.Equal([DiagnosisTrigger.CrashLoopBackOff], Triggers(TestPods.Of(TestContainers.Terminated(1, restarts: 2))));

    [Fact]
    public void A_crash_loop_is_seen_while_the_container_runs_between_two_crashes()
    {
        var failure = Assert.Single(Detect(TestPods.Of(TestContainers.Running(forSeconds: 3, restarts: 2, last: TestContainers.Ended()))));
        Assert.Equal(DiagnosisTrigger.CrashLoopBackOff, failure.Trigger);
        Assert.Equal(2, failure.Count);
    }

    [Fact]
    public void A_container_that_runs_longer_than_its_crash_window_is_well() =>
        Assert.Empty(Detect(TestPods.Of(TestContainers.Running(forSeconds: 61, restarts: 9, last: TestContainers.Ended(agoSeconds: 61)))));

    [Fact]
    public void A_container_whose_runs_last_long_is_watched_longer() =>
        Assert.Equal(
            [DiagnosisTrigger.CrashLoopBackOff],
            Triggers(TestPods.Of(TestContainers.Running(forSeconds: 100, restarts: 9, last: TestContainers.Ended(agoSeconds: 100, afterSeconds: 90)))));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_single_crash_can_be_an_accident(int restarts) =>
        Assert.Empty(Detect(TestPods.Of(TestContainers.Running(forSeconds: 3, restarts: restarts, last: TestContainers.Ended()))));

    [Fact]
    public void A_container_that_exits_zero_over_and_over_loops_too() =>
        Assert.Equal([DiagnosisTrigger.CrashLoopBackOff], Triggers(TestPods.Of(TestContainers.Terminated(0, restarts: 3))));

    [Fact]
    public void Out_of_memory_is_told_first_and_needs_one_restart_only()
    {
        var killed = TestContainers.Running(forSeconds: 3, restarts: 1, last: TestContainers.Ended(137, reason: "OOMKilled"));
        Assert.Equal([DiagnosisTrigger.OOMKilled, DiagnosisTrigger.CrashLoopBackOff], Triggers(TestPods.Of(killed)));
    }

    [Fact]
    public void An_init_container_that_is_done_is_no_crash_even_after_some()
    {
        var pod = TestPods.Of(TestContainers.Running());
        pod.Status!.InitContainerStatuses = [TestContainers.Terminated(0, "migrate", restarts: 4)];
        Assert.Empty(Detect(pod));
    }

    [Fact]
    public void An_init_container_that_crashes_is_named()
    {
        var pod = TestPods.Of(TestContainers.Waiting("PodInitializing"));
        pod.Status!.InitContainerStatuses = [TestContainers.Waiting("CrashLoopBackOff", "migrate", restarts: 2, last: TestContainers.Ended())];
        Assert.Equal("migrate", Assert.Single(Detect(pod)).Container);
    }

    [Fact]
    public void An_init_container_that_still_runs_is_not_held_against_readiness()
    {
        var pod = TestPods.Of(TestContainers.Waiting("PodInitializing"));
        pod.Spec!.Containers = [new ContainerSummary { Name = "migrate", ReadinessProbe = new ProbeSummary() }];
        pod.Status!.InitContainerStatuses = [TestContainers.Running("migrate", ready: false)];
        Assert.Empty(Detect(pod));
    }

    [Fact]
    public void A_failed_pod_of_a_Job_is_the_Jobs_to_report()
    {
        var pod = TestPods.Bare("migrate-x", "Never", "Failed", TestContainers.Terminated(1));
        pod.Metadata.OwnerReferences = [TestPods.Controller("batch/v1", "Job", "migrate")];
        Assert.Empty(Detect(pod));
    }

    [Fact]
    public void A_Jobs_pod_that_loops_in_place_is_reported()
    {
        var pod = TestPods.Bare("migrate-x", "OnFailure", "Running", TestContainers.Waiting("CrashLoopBackOff", restarts: 3, last: TestContainers.Ended()));
        pod.Metadata.OwnerReferences = [TestPods.Controller("batch/v1", "Job", "migrate")];
        Assert.Equal([DiagnosisTrigger.CrashLoopBackOff], Triggers(pod));
    }

    [Fact]
    public void A_bare_pod_that_is_not_restarted_fails_with_its_first_crash()
    {
        var failure = Assert.Single(Detect(TestPods.Bare("once", "Never", "Failed", TestContainers.Terminated(7))));
        Assert.Equal(7, failure.ExitCode);
        Assert.Equal(1, failure.Count);
    }

    [Fact]
    public void Of_a_bare_pod_only_the_container_that_failed_is_reported() =>
        Assert.Equal("second", Assert.Single(Detect(TestPods.Bare("once", "Never", "Failed", TestContainers.Terminated(0, "first"), TestContainers.Terminated(7, "second")))).Container);

    [Fact]
    public void A_pod_that_was_evicted_and_replaced_is_no_crash()
    {
        var pod = TestPods.Of(TestContainers.Terminated(137));
        pod.Status!.Phase = "Failed";
        pod.Status.Reason = "Evicted";
        Assert.Empty(Detect(pod));
    }

    [Fact]
    public void A_pod_that_no_node_takes_may_pass_and_hides_nothing_else()
    {
        var failure = Assert.Single(Detect(TestPods.Unschedulable(forSeconds: 60)));
        Assert.Equal(DiagnosisTrigger.Unschedulable, failure.Trigger);
        Assert.Null(failure.Container);
        Assert.Equal(Times.SecondsAgo(60), failure.Since);
        Assert.True(failure.MayPass);
    }

    [Fact]
    public void A_pod_that_waits_behind_a_scheduling_gate_is_no_failure()
    {
        var pod = TestPods.Unschedulable();
        pod.Status!.Conditions![0].Reason = "SchedulingGated";
        Assert.Empty(Detect(pod));
    }

    [Fact]
    public void A_probe_has_failed_when_the_patience_it_grants_is_over()
    {
        var pod = TestPods.Of(TestContainers.Running(forSeconds: 100, ready: false));
        pod.Spec!.Containers![0].ReadinessProbe = new ProbeSummary { InitialDelaySeconds = 10, PeriodSeconds = 5, FailureThreshold = 4 };
        pod.Spec.Containers[0].StartupProbe = new ProbeSummary();
        var failure = Assert.Single(Detect(pod));
        Assert.Equal(DiagnosisTrigger.ProbeFailing, failure.Trigger);
        Assert.Equal(Times.SecondsAgo(100 - 30 - 30), failure.Since);
        Assert.True(failure.MayPass);
    }

    [Fact]
    public void A_probe_that_fails_later_fails_since_the_pod_became_unready()
    {
        var pod = TestPods.Of(TestContainers.Running(forSeconds: 1000, ready: false));
        pod.Spec!.Containers![0].ReadinessProbe = new ProbeSummary();
        pod.Status!.Conditions = [new PodConditionSummary { Type = "ContainersReady", Status = "False", LastTransitionTime = Times.SecondsAgo(7) }];
        Assert.Equal(Times.SecondsAgo(7), Assert.Single(Detect(pod)).Since);
    }

    [Fact]
    public void A_container_without_probes_that_is_not_ready_yet_is_no_failure() =>
        Assert.Empty(Detect(TestPods.Of(TestContainers.Running(ready: false))));

    [Fact]
    public void A_volume_that_cannot_be_mounted_is_seen_through_its_events()
    {
        var pod = TestPods.Of(TestContainers.Waiting("ContainerCreating"));
        var failure = Assert.Single(FailureDetector.Detect(pod, [TestPods.FailedMount(pod, firstAgo: 60, lastAgo: 2, count: 3), TestPods.FailedMount(pod, 90, 30, null)], Times.Now));
        Assert.Equal(DiagnosisTrigger.CreateContainerConfigError, failure.Trigger);
        Assert.Equal("FailedMount", failure.Reason);
        Assert.Equal(Times.SecondsAgo(90), failure.Since);
        Assert.Equal(Times.SecondsAgo(2), failure.LastSeen);
        Assert.Equal(4, failure.Count);
        Assert.True(failure.MayPass);
    }

    [Fact]
    public void Events_of_a_mount_that_succeeded_in_the_end_are_history()
    {
        var pod = TestPods.Of(TestContainers.Running());
        Assert.Empty(FailureDetector.Detect(pod, [TestPods.FailedMount(pod)], Times.Now));
    }

    [Fact]
    public void A_mount_event_without_times_counts_from_now()
    {
        var pod = TestPods.Of(TestContainers.Waiting("ContainerCreating"));
        var failure = Assert.Single(FailureDetector.Detect(pod, [new MountEventSummary()], Times.Now));
        Assert.Equal(Times.Now, failure.Since);
        Assert.Equal(1, failure.Count);
    }

    [Fact]
    public void A_pod_that_is_being_deleted_is_no_failure()
    {
        var pod = TestPods.Of(TestContainers.Waiting("CrashLoopBackOff", restarts: 9));
        pod.Metadata.DeletionTimestamp = Times.Now;
        Assert.Empty(Detect(pod));
    }

    [Fact]
    public void A_pod_that_succeeded_is_no_failure() =>
        Assert.Empty(Detect(TestPods.Bare("once", "OnFailure", "Succeeded", TestContainers.Terminated(0, restarts: 5))));

    [Fact]
    public void Absent_fields_everywhere_are_no_failure()
    {
        Assert.Empty(Detect(new PodSummary()));
        Assert.Empty(Detect(new PodSummary { Spec = new PodSpecSummary(), Status = new PodStatusSummary() }));
        Assert.Empty(Detect(new PodSummary { Status = new PodStatusSummary { ContainerStatuses = [new ContainerStatusSummary { State = new ContainerStateSummary() }] } }));
        Assert.Null(FailureDetector.Detect(new JobSummary(), Times.Now));
    }

    [Fact]
    public void A_crash_loop_without_a_last_state_counts_from_now()
    {
        var failure = Assert.Single(Detect(new PodSummary { Status = new PodStatusSummary { ContainerStatuses = [TestContainers.Waiting("CrashLoopBackOff")] } }));
        Assert.Equal(Times.Now, failure.Since);
        Assert.Null(failure.ExitCode);
        Assert.Equal("CrashLoopBackOff", failure.Reason);
    }

    [Fact]
    public void A_Job_that_failed_for_good_fails_once_for_each_failed_pod()
    {
        var failure = FailureDetector.Detect(TestJobs.Failed(agoSeconds: 30, failed: 4), Times.Now);
        Assert.NotNull(failure);
        Assert.Equal(DiagnosisTrigger.JobFailed, failure.Trigger);
        Assert.Equal("BackoffLimitExceeded", failure.Reason);
        Assert.Equal(Times.SecondsAgo(30), failure.Since);
        Assert.Equal(4, failure.Count);
        Assert.False(failure.MayPass);
    }

    [Fact]
    public void A_Job_that_hit_its_deadline_without_a_failed_pod_counts_as_one() =>
        Assert.Equal(1, FailureDetector.Detect(TestJobs.Failed(failed: null, reason: "DeadlineExceeded"), Times.Now)!.Count);

    [Fact]
    public void Jobs_that_run_complete_or_are_being_deleted_are_no_failure()
    {
        var deleted = TestJobs.Failed();
        deleted.Metadata.DeletionTimestamp = Times.Now;
        Assert.All([TestJobs.Active(), TestJobs.Complete(), deleted], job => Assert.Null(FailureDetector.Detect(job, Times.Now)));
    }

    private static IReadOnlyList<DetectedFailure> Detect(PodSummary pod) => [.. FailureDetector.Detect(pod, [], Times.Now)];

    private static IEnumerable<DiagnosisTrigger> Triggers(PodSummary pod) => Detect(pod).Select(failure => failure.Trigger);
}
