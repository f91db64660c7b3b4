using System.Diagnostics.Metrics;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace ClusterCode.Diagnosis.Tests.Experts;

public sealed class ExpertTests
{
    /// <summary>Some of the letters of which the API server makes names.</summary>
    private const string Letters = "bcdfghjklm";

    [Fact]
    public async Task A_missing_target_is_refused_with_near_misses_of_its_name()
    {
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load("app-error"), "rec-app-error", "Deployment", "legder");
        Assert.Equal(ExpertOutcome.TargetNotFound, report.Outcome);
        Assert.Equal("Deployment legder does not exist in namespace rec-app-error. Is it ledger?", report.Message);
    }

    [Fact]
    public async Task A_missing_target_unlike_any_other_is_refused_with_what_there_is()
    {
        var view = RecordedCase.Load("app-error");
        Assert.Equal(
            "Deployment zzz does not exist in namespace rec-app-error. The namespace has ledger.",
            (await TestExpert.DiagnoseAsync(view, "rec-app-error", "Deployment", "zzz")).Message);
        Assert.Equal(
            "StatefulSet zzz does not exist in namespace rec-app-error. The namespace has no StatefulSet. Is metadata.namespace of the DiagnosisRequest right?",
            (await TestExpert.DiagnoseAsync(view, "rec-app-error", "StatefulSet", "zzz")).Message);
    }

    [Fact]
    public async Task A_kind_that_cannot_be_diagnosed_is_refused_with_those_that_can()
    {
        var report = await TestExpert.DiagnoseAsync(new InMemoryClusterView(), "shop", "Lease", "web");
        Assert.Equal(ExpertOutcome.TargetNotSupported, report.Outcome);
        Assert.Contains("Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selector_that_matches_no_pod_is_refused()
    {
        var subject = TestExpert.Subject("rec-app-error") with { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "leger" } } };
        var report = await TestExpert.Over(RecordedCase.Load("app-error")).DiagnoseAsync(subject, default);
        Assert.Equal(ExpertOutcome.TargetNotFound, report.Outcome);
        Assert.Contains("app=leger", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selector_chooses_pods_and_names_their_workload()
    {
        var subject = TestExpert.Subject("rec-app-error") with { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "ledger" } } };
        var report = await TestExpert.Over(RecordedCase.Load("app-error")).DiagnoseAsync(subject, default);
        Assert.Equal("Deployment rec-app-error/ledger", report.RootCause!.Resource.ToString());
    }

    [Fact]
    public async Task An_analyzer_that_throws_is_skipped_and_counted()
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = meters.GetRequiredService<IMeterFactory>();
        using var failures = new MetricCollector<long>(factory, ExpertMetrics.MeterName, "cluster_code_analyzer_failures_total");
        var expert = TestExpert.Over(RecordedCase.Load("app-error"), s => s.AddSingleton(factory).AddSingleton<IAnalyzer, Throwing>());
        var report = await expert.DiagnoseAsync(TestExpert.Subject("rec-app-error", "Deployment", "ledger"), default);
        Assert.Equal(CauseCategories.AppError, report.RootCause!.Category);
        Assert.Equal(1, failures.GetMeasurementSnapshot().EvaluateAsCounter());
    }

    [Fact]
    public async Task An_analyzer_whose_pattern_ran_out_of_time_is_asked_again()
    {
        var expert = TestExpert.Over(RecordedCase.Load("oom-killed"), s => s.AddSingleton<IAnalyzer, StarvedOnce>());
        var report = await expert.DiagnoseAsync(TestExpert.Subject(RecordedCase.NamespaceOf("oom-killed")), default);
        Assert.Contains(report.Findings, f => f.Title == "found");
    }

    [Fact]
    public async Task A_gatherer_that_throws_gives_an_unreadable_case()
    {
        var report = await TestExpert.Over(new InMemoryClusterView(), s => s.AddSingleton<ICaseGatherer, ThrowingGatherer>()).DiagnoseAsync(TestExpert.Subject("shop"), default);
        Assert.Equal(ExpertOutcome.Unreadable, report.Outcome);
        Assert.Contains("odd object", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_is_not_swallowed()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            TestExpert.Over(RecordedCase.Load("app-error")).DiagnoseAsync(TestExpert.Subject("rec-app-error"), cancelled.Token));
    }

    [Fact]
    public async Task A_hundred_replicas_make_one_finding_and_few_requests()
    {
        var pods = Enumerable.Range(0, 100).Select(i =>
            new PodBuilder($"checkout-7d9f6c5b4d-{Letters[i / 10]}{Letters[i % 10]}x4z").Labelled("app", "checkout").OwnedBy("ReplicaSet", "checkout-7d9f6c5b4d").Crashing("app", 3).Build()).ToList();
        var view = Checkout(100).With(pods);
        foreach (var pod in pods)
        {
            view.WithLog(pod.Metadata.Name, "app", $"ERROR: {pod.Metadata.Name}: ledger /data/{Random.Shared.Next()} is locked", previous: true);
        }

        var report = await TestExpert.DiagnoseAsync(view, "shop", "Deployment", "checkout");
        var finding = Assert.Single(report.Findings);
        Assert.Equal(CauseCategories.AppError, finding.Category);
        Assert.InRange(view.Requests.Count, 1, 14);
        var single = await TestExpert.DiagnoseAsync(view, "shop", "Pod", pods[50].Metadata.Name);
        Assert.Equal(report.Fingerprint, single.Fingerprint);
    }

    [Fact]
    public async Task A_rollout_in_progress_is_no_failure()
    {
        var starting = new PodBuilder("checkout-7d9f6c5b4d-b2x4z").Labelled("app", "checkout").OwnedBy("ReplicaSet", "checkout-7d9f6c5b4d")
            .Waiting("app", "ContainerCreating").With(p => p.Status.StartTime = RecordedCase.Now.UtcDateTime.AddSeconds(-12))
            .With(p => p.Metadata.CreationTimestamp = RecordedCase.Now.UtcDateTime.AddSeconds(-12)).Build();
        var report = await TestExpert.DiagnoseAsync(Checkout(1).With([starting]), "shop", "Deployment", "checkout");
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
        Assert.Equal("Starting, nothing has failed: 0 of 1 pods ready; container app is being created since 12 s", report.Message);
        Assert.Null(report.Fingerprint);
    }

    [Fact]
    public async Task Findings_below_the_wanted_severity_are_left_out()
    {
        var report = await TestExpert.DiagnoseAsync(RecordedCase.Load("quota-exceeded"), "rec-quota-exceeded", "Deployment", "jobs", Severity.Critical);
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
        Assert.StartsWith("Healthy: nothing is as severe as Critical; below that: ResourceQuota rec-quota-exceeded/team allows 1 pod", report.Message, StringComparison.Ordinal);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task Two_independent_failures_of_a_namespace_are_both_named_and_only_unhealthy_workloads_are_looked_into()
    {
        var view = Checkout(1)
            .With([new PodBuilder("checkout-7d9f6c5b4d-b2x4z").Labelled("app", "checkout").OwnedBy("ReplicaSet", "checkout-7d9f6c5b4d").Crashing("app", 137, "OOMKilled", change: c =>
                c.Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("64Mi") } }).Build()])
            .With([new PodBuilder("bare").Waiting("app", "ErrImageNeverPull", "Container image \"x\" is not present with pull policy of Never", c => c.ImagePullPolicy = "Never").Build()])
            .With([new PodBuilder("fine").Container("app").Build()]);
        var report = await TestExpert.DiagnoseAsync(view, "shop");
        var all = report.AdditionalCauses.Prepend(report.RootCause!).Select(c => c.Category).Order();
        Assert.Equal([CauseCategories.ImageNeverPull, CauseCategories.OOMKilled], all);
        Assert.DoesNotContain(view.Requests, r => r.Contains("fine", StringComparison.Ordinal));
        Assert.Single(view.Requests, r => r.StartsWith("list Event", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_unhealthy_workloads_so_many_are_looked_into_and_the_rest_is_said()
    {
        var view = new InMemoryClusterView().With(Enumerable.Range(0, 30).Select(i => new PodBuilder($"bare-{i}").Crashing("app", 1).Build()));
        var report = await TestExpert.DiagnoseAsync(view, "shop");
        Assert.Contains("30 workloads are unhealthy; only 20 of them were looked into", report.Message, StringComparison.Ordinal);
        Assert.Equal(20, view.Requests.Count(r => r.StartsWith("log", StringComparison.Ordinal) && r.EndsWith("previous", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_CronJob_is_told_by_its_newest_Job_and_that_ones_pods()
    {
        V1Job Job(string name, int minutes, string condition) => new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = "shop",
                Uid = $"uid-{name}",
                CreationTimestamp = RecordedCase.Now.UtcDateTime.AddMinutes(-minutes),
                OwnerReferences = [new V1OwnerReference { ApiVersion = "batch/v1", Kind = "CronJob", Name = "nightly", Uid = "uid-nightly", Controller = true }],
            },
            Spec = new V1JobSpec { BackoffLimit = 0, Template = new V1PodTemplateSpec() },
            Status = new V1JobStatus { Failed = condition == "Failed" ? 1 : 0, Conditions = [new V1JobCondition { Type = condition, Status = "True", Reason = "BackoffLimitExceeded" }] },
        };
        var pod = new PodBuilder("nightly-2-abcde").Labelled("job-name", "nightly-2").OwnedBy("Job", "nightly-2", "batch/v1").InPhase("Failed").With(p => p.Spec.RestartPolicy = "Never")
            .Container("run", status: s =>
            {
                s.Ready = false;
                s.State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 4, Reason = "Error", FinishedAt = RecordedCase.Now.UtcDateTime } };
            }).Build();
        var view = new InMemoryClusterView()
            .With([new V1CronJob { Metadata = new V1ObjectMeta { Name = "nightly", NamespaceProperty = "shop", Uid = "uid-nightly" } }])
            .With([Job("nightly-1", 60, "Complete"), Job("nightly-2", 5, "Failed")])
            .With([pod])
            .WithLog("nightly-2-abcde", "run", "FATAL: disk /backup is not mounted");
        var report = await TestExpert.DiagnoseAsync(view, "shop", "CronJob", "nightly");
        Assert.Contains("disk /backup is not mounted", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Equal("CronJob shop/nightly", report.RootCause.Resource.ToString());
        Assert.Equal(CauseCategories.JobFailed, report.RootCause.Category);
    }

    [Fact]
    public async Task Secrets_in_logs_environment_and_arguments_reach_no_report()
    {
        const string Secret = "hunter2-S3cr3t";
        var pod = new PodBuilder().Crashing("app", 1, change: c =>
        {
            c.Command = ["serve", "--db-password", Secret];
            c.Env = [new V1EnvVar { Name = "DB_PASSWORD", Value = Secret }, new V1EnvVar { Name = "DB", Value = $"postgres://shop:{Secret}@db/shop" }];
        }).Build();
        var view = new InMemoryClusterView().With([pod]).WithLog(pod.Metadata.Name, "app", $"ERROR: cannot log in with password={Secret}\u001b[0m", previous: true);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", pod.Metadata.Name);
        Assert.DoesNotContain(Secret, System.Text.Json.JsonSerializer.Serialize(report), StringComparison.Ordinal);
        Assert.Contains("[redacted:password:", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Equal(Secret, pod.Spec.Containers[0].Env[0].Value);
    }

    [Theory]
    [InlineData(false, "Secret shop/billing-key does not exist (container app, envFrom); billing-keys does")]
    [InlineData(true, "Secret shop/billing-key does not exist (container app, envFrom)")]
    public async Task A_secret_that_is_probably_meant_is_named_where_names_may_be_listed(bool forbidden, string summary)
    {
        var pod = new PodBuilder().Waiting("app", "CreateContainerConfigError", "secret \"billing-key\" not found", container =>
            container.EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "billing-key" } }]).Build();
        var view = new InMemoryClusterView().With([pod]).With([new V1Secret { Metadata = new V1ObjectMeta { Name = "billing-keys", NamespaceProperty = "shop" } }]);
        if (forbidden)
        {
            view.Answering<V1Secret>(LookupStatus.Forbidden);
        }

        Assert.Equal(summary, (await TestExpert.DiagnoseAsync(view, "shop", "Pod", pod.Metadata.Name)).RootCause!.Summary);
    }

    [Theory]
    [InlineData("2026-11-22T14:59:58.300000000Z ERROR disk is gone", "ERROR: old", "disk is gone")]
    [InlineData("2026-11-22T15:00:04.300000000Z INFO starting", "ERROR: disk is gone", "disk is gone")]
    [InlineData("2026-11-22T15:00:04.300Z ERROR its own time", "ERROR: old", "its own time")]
    [InlineData("", "ERROR: disk is gone", "disk is gone")]
    public async Task The_log_of_a_run_that_ended_is_told_from_that_of_the_next(string current, string previous, string says)
    {
        var pod = new PodBuilder().Crashing("app", 1).With(pod =>
        {
            var status = pod.Status.ContainerStatuses[0];
            status.State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 1, Reason = "Error", FinishedAt = new DateTime(2026, 11, 22, 14, 59, 58, DateTimeKind.Utc) } };
        }).Build();
        var view = new InMemoryClusterView().With([pod]).WithLog(pod.Metadata.Name, "app", current).WithLog(pod.Metadata.Name, "app", previous, previous: true);
        Assert.Contains(says, (await TestExpert.DiagnoseAsync(view, "shop", "Pod", pod.Metadata.Name)).RootCause!.Summary, StringComparison.Ordinal);
    }

    private static InMemoryClusterView Checkout(int replicas) => new InMemoryClusterView()
        .With([new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = "checkout", NamespaceProperty = "shop", Uid = "uid-checkout", CreationTimestamp = RecordedCase.Now.UtcDateTime.AddHours(-1) },
            Spec = new V1DeploymentSpec { Replicas = replicas, Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "checkout" } } },
        }])
        .With([new V1ReplicaSet
        {
            Metadata = new V1ObjectMeta
            {
                Name = "checkout-7d9f6c5b4d",
                NamespaceProperty = "shop",
                Uid = "uid-checkout-7d9f6c5b4d",
                Labels = new Dictionary<string, string> { ["app"] = "checkout" },
                OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "checkout", Uid = "uid-checkout", Controller = true }],
            },
        }]);

    private sealed class StarvedOnce : IAnalyzer
    {
        private int _calls;

        public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
        {
            if (++_calls == 1)
                throw new System.Text.RegularExpressions.RegexMatchTimeoutException();
            return [new FindingDraft { Category = CauseCategories.AppError, Severity = Severity.Critical, Confidence = Confidence.High, Title = "found", Resource = workload.Reference, Evidence = [] }];
        }
    }

    private sealed class Throwing : IAnalyzer
    {
        public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload) => throw new InvalidOperationException("a bug");
    }

    private sealed class ThrowingGatherer : ICaseGatherer
    {
        public Task<GatherResult> GatherAsync(DiagnosisSubject subject, CancellationToken cancellationToken) => throw new InvalidOperationException("odd object");

        public Task<CaseFile?> ExtendAsync(CaseFile file, CancellationToken cancellationToken) => throw new InvalidOperationException("not reached");
    }
}
