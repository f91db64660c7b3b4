using System.Globalization;
using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Failures;

public sealed class FailureReconcilerTests
{
    private static readonly string Creation = $"create diagnosisrequests {FailureScene.DiagnosisKey}";
    private static readonly string StatusWrite = $"status diagnosisrequests {FailureScene.DiagnosisKey}";
    private static readonly string AnnotationPatch = $"patch diagnosisrequests {FailureScene.DiagnosisKey}";

    private readonly FailureScene _scene = new();

    [Fact]
    public async Task A_failing_workload_gets_one_diagnosis_however_many_replicas_fail_and_however_often_it_is_looked_at()
    {
        _scene.Show([.. Enumerable.Range(0, 100).Select(i => _scene.Crashing($"{i}"))]);
        for (var i = 0; i < 3; i++)
            await _scene.ReconcileAsync();
        Assert.Single(_scene.Api.Requests, request => request.StartsWith("create", StringComparison.Ordinal));
        Assert.Equal(new DiagnosisTarget { ApiVersion = "apps/v1", Kind = "Deployment", Name = "checkout" }, _scene.Diagnosis!.Spec.Target);
        Assert.Equal(100, _scene.Diagnosis.Status!.Occurrences!.AffectedPods);
        Assert.Equal(400, _scene.Diagnosis.Status.Occurrences.Count);
        Assert.Equal(["Resolved=False StillFailing: CrashLoopBackOff in checkout-7d9f6c5b4d-0 (container app)"], ConditionText.Of(_scene.Diagnosis.Status.Conditions));
    }

    [Fact]
    public async Task The_diagnosis_is_owned_by_the_Deployment_and_not_by_its_ReplicaSet()
    {
        _scene.Show(_scene.Crashing());
        await _scene.ReconcileAsync();
        var owner = Assert.Single(_scene.Diagnosis!.Metadata.OwnerReferences);
        Assert.Equal(("apps/v1", "Deployment", "checkout", "uid-checkout"), (owner.ApiVersion, owner.Kind, owner.Name, owner.Uid));
    }

    [Fact]
    public async Task A_workload_whose_ReplicaSet_is_gone_already_is_diagnosed_all_the_same()
    {
        _scene.Api.Remove(Definitions.ReplicaSets, new ObjectKey("shop", $"checkout-{TestPods.Revision}"));
        _scene.Show(_scene.Crashing());
        await _scene.ReconcileAsync();
        Assert.Null(_scene.Diagnosis!.Metadata.OwnerReferences);
    }

    [Fact]
    public async Task A_Deployment_that_the_cache_shows_is_not_asked_for()
    {
        _scene.Deployments.Objects.Put(new V1Deployment { Metadata = new V1ObjectMeta { Name = "checkout", NamespaceProperty = "shop", Uid = "uid-checkout" } });
        _scene.Show(_scene.Crashing());
        await _scene.ReconcileAsync();
        Assert.Equal([Creation], _scene.Api.Requests);
        Assert.Equal("uid-checkout", Assert.Single(_scene.Diagnosis!.Metadata.OwnerReferences).Uid);
    }

    [Fact]
    public async Task A_new_diagnosis_is_counted_by_its_analysis_and_on_its_own_only_when_that_is_late()
    {
        _scene.Show(_scene.Crashing());
        await _scene.ReconcileAsync();
        _scene.Change(diagnosis => diagnosis.Metadata.CreationTimestamp = _scene.Now);
        _scene.Api.Requests.Clear();

        _scene.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.FromSeconds(20), await _scene.ReconcileAsync());
        Assert.Empty(_scene.Api.Requests);

        _scene.Clock.Advance(TimeSpan.FromSeconds(20));
        await _scene.ReconcileAsync();
        Assert.Equal([StatusWrite], _scene.Api.Requests);
    }

    [Fact]
    public async Task A_healthy_workload_costs_no_request()
    {
        _scene.Show(_scene.Healthy());
        Assert.Null(await _scene.ReconcileAsync());
        Assert.Empty(_scene.Api.Requests);
    }

    [Fact]
    public async Task Without_a_policy_nothing_is_created()
    {
        _scene.Policies.Objects.Remove(new ObjectKey(null, "default"));
        _scene.Show(_scene.Crashing());
        Assert.Null(await _scene.ReconcileAsync());
        Assert.Empty(_scene.Api.Requests);
    }

    [Fact]
    public async Task A_diagnosis_that_the_cache_does_not_show_yet_is_not_made_twice()
    {
        _scene.Show(_scene.Crashing());
        await _scene.ReconcileAsync();
        _scene.Diagnoses.Objects.Remove(FailureScene.DiagnosisKey);
        Assert.Null(await _scene.ReconcileAsync());
        Assert.Equal(2, _scene.Api.Requests.Count(request => request == Creation));
        Assert.NotNull(_scene.Diagnosis);
    }

    [Fact]
    public async Task In_a_namespace_that_goes_away_nothing_is_created_and_nothing_is_retried()
    {
        _scene.Api.Refuse = request => request == Creation
            ? FakeApiClient.Forbidden("unable to create new content in namespace shop because it is being terminated") : null;
        _scene.Show(_scene.Crashing());
        Assert.Null(await _scene.ReconcileAsync());
        Assert.Null(_scene.Diagnosis);
    }

    [Fact]
    public async Task A_refused_creation_is_an_error_and_takes_no_part_of_the_budget()
    {
        _scene.Policies.Objects.Put(TestPolicies.Of(spec: new DiagnosisPolicySpec { MaxConcurrent = 1 }));
        _scene.Api.Refuse = request => request == Creation ? FakeApiClient.Forbidden("no") : null;
        _scene.Show(_scene.Crashing());
        await Assert.ThrowsAsync<ApiStatusException>(() => _scene.ReconcileAsync());
        _scene.Api.Refuse = _ => null;
        Assert.Null(await _scene.ReconcileAsync());
        Assert.NotNull(_scene.Diagnosis);
    }

    [Fact]
    public async Task A_failure_in_grace_is_looked_at_again_when_the_grace_is_over()
    {
        var pod = TestPods.Of(TestContainers.Waiting("ErrImagePull"));
        pod.Status!.StartTime = Times.SecondsAgo(5);
        _scene.Show(pod);
        Assert.Equal(TimeSpan.FromSeconds(15), await _scene.ReconcileAsync());
        Assert.Null(_scene.Diagnosis);
        _scene.Clock.Advance(TimeSpan.FromSeconds(15));
        await _scene.ReconcileAsync();
        Assert.NotNull(_scene.Diagnosis);
    }

    [Fact]
    public async Task More_failures_than_the_policy_allows_at_a_time_wait_until_one_ends()
    {
        _scene.Policies.Objects.Put(TestPolicies.Of(spec: new DiagnosisPolicySpec { MaxConcurrent = 1 }));
        var other = TestPods.Bare("bare", "Never", "Failed", TestContainers.Terminated(1));
        var otherKey = new WorkloadKey("shop", "", "Pod", "bare");
        _scene.Show(_scene.Crashing(), other);
        await _scene.ReconcileAsync();
        Assert.Equal(TimeSpan.FromSeconds(10), await _scene.ReconcileAsync(otherKey));
        Assert.Equal([FailureScene.Workload], _scene.Watch.Of(_scene.Diagnosis!));

        _scene.Change(diagnosis => diagnosis.Status = new DiagnosisRequestStatus { Phase = DiagnosisPhase.Completed });
        Assert.Equal([FailureScene.Workload, otherKey], _scene.Watch.Of(_scene.Diagnosis!));
        Assert.Null(await _scene.ReconcileAsync(otherKey));
        Assert.NotNull(_scene.Api.Peek(Definitions.DiagnosisRequests, new ObjectKey("shop", otherKey.DiagnosisName())));
    }

    [Fact]
    public async Task Counts_are_written_when_they_change_and_not_more_often_than_every_ten_seconds()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Show(_scene.Crashing(restarts: 3));
        await _scene.ReconcileAsync();
        Assert.Empty(_scene.Api.Requests);

        _scene.Clock.Advance(TimeSpan.FromSeconds(3));
        _scene.Show(_scene.Crashing(restarts: 4));
        Assert.Equal(TimeSpan.FromSeconds(6), await _scene.ReconcileAsync());
        Assert.Empty(_scene.Api.Requests);

        _scene.Clock.Advance(TimeSpan.FromSeconds(20));
        await _scene.ReconcileAsync();
        Assert.Equal([StatusWrite], _scene.Api.Requests);
        Assert.Equal(5, _scene.Diagnosis!.Status!.Occurrences!.Count);
    }

    [Fact]
    public async Task Another_replica_that_fails_is_written_at_once()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Show(_scene.Crashing("a"), _scene.Crashing("b"));
        await _scene.ReconcileAsync();
        Assert.Equal(2, _scene.Diagnosis!.Status!.Occurrences!.AffectedPods);
    }

    [Fact]
    public async Task A_workload_that_fails_in_another_way_is_diagnosed_again_but_not_within_thirty_seconds()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Show(_scene.Crashing(exitCode: 2));
        await _scene.ReconcileAsync();
        Assert.Contains(AnnotationPatch, _scene.Api.Requests);
        Assert.Equal("2026-11-22T12:00:00Z", RequestedAt());

        _scene.Clock.Advance(TimeSpan.FromSeconds(10));
        _scene.Show(_scene.Crashing(exitCode: 3));
        Assert.Equal(TimeSpan.FromSeconds(20), await _scene.ReconcileAsync());
        Assert.Equal("2026-11-22T12:00:00Z", RequestedAt());

        _scene.Clock.Advance(TimeSpan.FromSeconds(20));
        await _scene.ReconcileAsync();
        Assert.Equal("2026-11-22T12:00:30Z", RequestedAt());
    }

    [Fact]
    public async Task A_workload_that_goes_on_failing_in_the_same_way_is_not_diagnosed_again()
    {
        await _scene.DiagnoseCrashAsync();
        for (var restarts = 4; restarts < 10; restarts++)
        {
            _scene.Clock.Advance(TimeSpan.FromMinutes(5));
            _scene.Show(_scene.Crashing(restarts: restarts));
            await _scene.ReconcileAsync();
        }

        Assert.DoesNotContain(AnnotationPatch, _scene.Api.Requests);
    }

    [Fact]
    public async Task A_workload_that_recovers_is_resolved_and_told_once()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Show(_scene.Healthy());
        Assert.Null(await _scene.ReconcileAsync());
        await _scene.ReconcileAsync();
        Assert.Equal([StatusWrite], _scene.Api.Requests);
        var status = _scene.Diagnosis!.Status!;
        Assert.Equal(["Resolved=True Recovered: 1 of 1 pods ready"], ConditionText.Of(status.Conditions));
        Assert.Equal(Times.Now, status.ResolvedTime);
        Assert.Equal(0, status.Occurrences!.AffectedPods);
        Assert.Equal(4, status.Occurrences.Count);
        Assert.Equal("DiagnosisResolved", Assert.Single(_scene.Events.Events).Reason);
    }

    [Fact]
    public async Task A_workload_of_which_nothing_is_left_is_resolved()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Show();
        await _scene.ReconcileAsync();
        Assert.Equal(["Resolved=True WorkloadGone: no pod of Deployment shop/checkout is left"], ConditionText.Of(_scene.Diagnosis!.Status!.Conditions));
    }

    [Fact]
    public async Task A_recovery_that_is_not_proven_is_looked_at_again()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Show(TestPods.Of(TestContainers.Running()));
        Assert.Equal(TimeSpan.FromSeconds(5), await _scene.ReconcileAsync());
        Assert.Empty(_scene.Api.Requests);
    }

    [Fact]
    public async Task A_diagnosis_that_is_under_way_is_not_resolved_yet()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Change(diagnosis => diagnosis.Status = diagnosis.Status! with { Phase = DiagnosisPhase.Explaining });
        _scene.Show(_scene.Healthy());
        Assert.Equal(TimeSpan.FromSeconds(5), await _scene.ReconcileAsync());
        Assert.Empty(_scene.Api.Requests);
    }

    [Fact]
    public async Task A_failure_that_comes_back_within_the_cooldown_is_reopened_and_not_diagnosed_again()
    {
        await ResolveAsync();
        _scene.Clock.Advance(TimeSpan.FromMinutes(9));
        _scene.Show(_scene.Crashing(restarts: 5));
        await _scene.ReconcileAsync();
        Assert.Equal([StatusWrite], _scene.Api.Requests);
        Assert.Equal(["Resolved=False StillFailing"], ConditionText.Reasons(_scene.Diagnosis!.Status!.Conditions));
        Assert.Null(_scene.Diagnosis.Status.ResolvedTime);
        Assert.Equal(1, _scene.Diagnosis.Status.Occurrences!.AffectedPods);
    }

    [Fact]
    public async Task A_failure_that_comes_back_after_the_cooldown_is_diagnosed_again()
    {
        await ResolveAsync();
        _scene.Clock.Advance(TimeSpan.FromMinutes(10));
        _scene.Show(_scene.Crashing(restarts: 5));
        await _scene.ReconcileAsync();
        Assert.Equal("2026-11-22T12:10:00Z", RequestedAt());
        Assert.Equal(["Resolved=False StillFailing"], ConditionText.Reasons(_scene.Diagnosis!.Status!.Conditions));
    }

    [Fact]
    public async Task A_known_failure_is_counted_though_its_policy_is_gone_and_not_diagnosed_again()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Policies.Objects.Remove(new ObjectKey(null, "default"));
        _scene.Show(_scene.Crashing("a", exitCode: 2), _scene.Crashing("b", exitCode: 2));
        await _scene.ReconcileAsync();
        Assert.Equal([StatusWrite], _scene.Api.Requests);
        Assert.Equal(2, _scene.Diagnosis!.Status!.Occurrences!.AffectedPods);
    }

    [Fact]
    public async Task A_suspended_or_deleted_diagnosis_is_left_alone()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Show(_scene.Crashing("a", exitCode: 2), _scene.Crashing("b"));
        _scene.Change(diagnosis => diagnosis.Spec = diagnosis.Spec with { Suspend = true });
        Assert.Null(await _scene.ReconcileAsync());
        _scene.Change(diagnosis =>
        {
            diagnosis.Spec = diagnosis.Spec with { Suspend = false };
            diagnosis.Metadata.DeletionTimestamp = Times.Now;
        });
        Assert.Null(await _scene.ReconcileAsync());
        Assert.Empty(_scene.Api.Requests);
    }

    [Fact]
    public async Task A_diagnosis_that_is_deleted_while_it_is_counted_is_no_error()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Api.Remove(Definitions.DiagnosisRequests, FailureScene.DiagnosisKey);
        _scene.Show(_scene.Crashing("a", exitCode: 2), _scene.Crashing("b", exitCode: 2));
        await _scene.ReconcileAsync();
        Assert.Null(_scene.Diagnosis);
    }

    [Fact]
    public async Task A_failed_CronJob_owns_its_diagnosis()
    {
        _scene.Jobs.Objects.Put(TestJobs.Failed("nightly-1", controller: TestPods.Controller("batch/v1", "CronJob", "nightly")));
        var key = new WorkloadKey("shop", "batch", "CronJob", "nightly");
        await _scene.ReconcileAsync(key);
        var owner = Assert.Single(_scene.Api.Peek(Definitions.DiagnosisRequests, new ObjectKey("shop", key.DiagnosisName()))!.Metadata.OwnerReferences);
        Assert.Equal(("CronJob", "uid-nightly"), (owner.Kind, owner.Uid));
    }

    [Fact]
    public async Task The_signature_of_a_failure_is_kept_with_its_diagnosis()
    {
        _scene.Show(_scene.Crashing());
        await _scene.ReconcileAsync();
        Assert.Matches("^[0-9a-f]{12}$", _scene.Diagnosis!.Metadata.Annotations[DiagnosisDrafts.SignatureAnnotation]);
    }

    private async Task ResolveAsync()
    {
        await _scene.DiagnoseCrashAsync();
        _scene.Show(_scene.Healthy());
        await _scene.ReconcileAsync();
        _scene.Api.Requests.Clear();
    }

    private string? RequestedAt()
    {
        var text = _scene.Diagnosis!.Metadata.Annotations.TryGetValue("cluster-code.io/requested-at", out var value) ? value : null;
        return text is null ? null : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
