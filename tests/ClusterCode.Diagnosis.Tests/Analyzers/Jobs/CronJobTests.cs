using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Jobs;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Jobs;

public sealed class CronJobTests
{
    [Theory]
    [InlineData("*/5 * * * *", 3, null)]
    [InlineData("0 0 31 2 *", 3, "is never due: no date matches spec.schedule \"0 0 31 2 *\"")]
    [InlineData("*/5 * * *", 3, "has a schedule that cannot be read: spec.schedule \"*/5 * * *\" needs five fields")]
    [InlineData("0 25 * * *", 3, "has a schedule that cannot be read")]
    [InlineData("*/5 * * * *", 60, "has missed its start: by spec.schedule \"*/5 * * * *\" it was due")]
    public async Task The_schedule_is_held_against_the_last_start(string schedule, double lastMinutesAgo, string? says)
    {
        var report = await Diagnose(Nightly(c => (c.Spec.Schedule, c.Status.LastScheduleTime) = (schedule, DeploymentBuilder.Ago(lastMinutesAgo))));
        if (says is null)
        {
            Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
            return;
        }

        Assert.Equal((CauseCategories.CronJobNotScheduling, "CronJob shop/nightly"), (report.RootCause!.Category, report.RootCause.Resource.ToString()));
        Assert.Contains(says, report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_one_says_so_and_when_it_last_ran()
    {
        var report = await Diagnose(Nightly(c => (c.Spec.Suspend, c.Status.LastScheduleTime) = (true, DeploymentBuilder.Ago(3 * 24 * 60))));
        Assert.Equal("CronJob nightly is suspended (spec.suspend is true), so it starts no Jobs; the last was started 3 days ago", report.RootCause!.Summary);
        Assert.Equal("kubectl patch cronjob nightly -n shop --type=merge -p '{\"spec\":{\"suspend\":false}}'", report.Findings[0].Remediation[0].Command);
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(View(Nightly(c => c.Spec.Suspend = true)), "shop")).Outcome);
    }

    [Fact]
    public async Task A_run_that_hangs_and_forbids_the_next_is_named()
    {
        var job = new V1Job
        {
            Metadata = new V1ObjectMeta
            {
                Name = "nightly-1", NamespaceProperty = "shop", Uid = "uid-nightly-1", CreationTimestamp = DeploymentBuilder.Ago(180),
                OwnerReferences = [new V1OwnerReference { ApiVersion = "batch/v1", Kind = "CronJob", Name = "nightly", Uid = "uid-nightly", Controller = true }],
            },
            Spec = new V1JobSpec { Template = new V1PodTemplateSpec() },
            Status = new V1JobStatus { Active = 1, StartTime = DeploymentBuilder.Ago(180) },
        };
        var pod = new PodBuilder("nightly-1-x").OwnedBy("Job", "nightly-1", "batch/v1").Labelled("job-name", "nightly-1").Container("app").Build();
        var report = await Diagnose(Nightly(c =>
        {
            (c.Spec.ConcurrencyPolicy, c.Status.LastScheduleTime) = ("Forbid", DeploymentBuilder.Ago(180));
            c.Status.Active = [new V1ObjectReference { Kind = "Job", Name = "nightly-1" }];
        }), job, pod);
        Assert.Equal("CronJob nightly starts no further Job, because Job nightly-1 has been running for 3 h and spec.concurrencyPolicy is Forbid", report.RootCause!.Summary);
    }

    [Theory]
    [InlineData("TooManyMissedTimes", "too many missed start times: 110. Set or decrease .spec.startingDeadlineSeconds or check clock skew", "has missed more than 100 starts")]
    [InlineData("FailedNeedsStart", "Cannot determine if job needs to be started: too many missed start time (> 100). Set or decrease .spec.startingDeadlineSeconds or check clock skew", "has missed more than 100 starts")]
    [InlineData("UnknownTimeZone", "invalid timeZone: \"Mars/Base\" - unknown time zone Mars/Base", "a schedule or time zone that its controller cannot read")]
    public async Task What_its_controller_says_is_told(string reason, string message, string says)
    {
        var seen = new DeploymentBuilder(0).Event("CronJob", "nightly", reason, message).And(Nightly(c => c.Status.LastScheduleTime = DeploymentBuilder.Ago(600))).View();
        Assert.Contains(says, (await TestExpert.DiagnoseAsync(seen, "shop", "CronJob", "nightly")).RootCause!.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30 3 * * *", "2026-11-22T03:29:59", "2026-11-22T03:30:00")]
    [InlineData("30 3 * * *", "2026-11-22T03:30:00", "2026-11-23T03:30:00")]
    [InlineData("*/20 8-10 * * mon-fri", "2026-11-20T10:45:00", "2026-11-23T08:00:00")]
    [InlineData("0 0 1,15 * 1", "2026-11-17T00:00:00", "2026-11-23T00:00:00")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("@monthly", "2026-11-22T00:00:00", "2026-12-01T00:00:00")]
    public void The_next_start_is_reckoned_as_cron_does(string schedule, string after, string next) =>
        Assert.Equal(DateTime.Parse(next, System.Globalization.CultureInfo.InvariantCulture), CronSchedule.Parse(schedule)!.Next(DateTime.Parse(after, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("")]
    [InlineData("* * * * * *")]
    [InlineData("61 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("5-1 * * * *")]
    public void What_is_no_schedule_is_none(string schedule) => Assert.Null(CronSchedule.Parse(schedule));

    private static Task<ExpertReport> Diagnose(V1CronJob cronJob, params IKubernetesObject<V1ObjectMeta>[] more) => TestExpert.DiagnoseAsync(View(cronJob).With(more), "shop", "CronJob", "nightly");

    private static InMemoryClusterView View(V1CronJob cronJob) => new InMemoryClusterView().With([cronJob]);

    private static V1CronJob Nightly(Action<V1CronJob> change)
    {
        var cronJob = new V1CronJob
        {
            Metadata = new V1ObjectMeta { Name = "nightly", NamespaceProperty = "shop", Uid = "uid-nightly", CreationTimestamp = DeploymentBuilder.Ago(100_000) },
            Spec = new V1CronJobSpec { Schedule = "*/5 * * * *", JobTemplate = new V1JobTemplateSpec() },
            Status = new V1CronJobStatus(),
        };
        change(cronJob);
        return cronJob;
    }
}
