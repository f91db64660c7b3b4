using System.Globalization;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.IntendedStates;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Jobs;

/// <summary>Judges CronJobs that start no Jobs: suspended, a schedule or time zone that cannot be read, missed deadlines, a run that hangs and forbids the next.</summary>
internal sealed class CronJobAnalyzer : IAnalyzer
{
    /// <summary>The controller looks every 10 s; with a shorter deadline a Job may never start (Kubernetes' documentation of startingDeadlineSeconds).</summary>
    private const int ShortestDeadlineSeconds = 10;

    /// <summary>A start that is this late was missed.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        if (workload.Controller is not V1CronJob { Spec: { } spec } job || job.Metadata.DeletionTimestamp is not null)
            yield break;
        if (spec.Suspend == true)
        {
            yield return Finding(file, workload, job, IntendedState.SeverityOf(file, workload), $"is suspended (spec.suspend is true), so it starts no Jobs{LastRun(file, job)}", "suspended", Resume(file, workload));
            yield break;
        }

        if (OfSchedule(file, workload, job) is { } broken)
        {
            yield return broken;
            yield break;
        }

        // What the controller says is asked for only where a start is overdue.
        if (!IsOverdue(file, job) || file.Facts.Events(file.Namespace, "CronJob", job.Metadata.Name, job.Metadata.Uid) is not { } events)
            yield break;
        yield return Missed(file, workload, job, events);
    }

    private static FindingDraft? OfSchedule(CaseFile file, WorkloadFacts workload, V1CronJob job)
    {
        if (job.Spec.TimeZone is { Length: > 0 } zone && Zone(zone) is null && TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).ToList() is { Count: > 1 } zones)
        {
            var near = NearMiss.Best(zone, zones);
            return Finding(file, workload, job, Severity.Critical, $"names a time zone that does not exist: spec.timeZone {Wording.Clip(zone, 60)}{(near is null ? "" : $"; {near} does")}", "timeZone", Edit(file, job, "timeZone", near));
        }

        // Since v1.25 a zone in the schedule is refused; before, the controller read it.
        var schedule = job.Spec.Schedule ?? "";
        if (schedule.Contains("TZ=", StringComparison.Ordinal) || schedule.StartsWith("@every ", StringComparison.Ordinal))
            return null;
        if (CronSchedule.Parse(schedule) is not { } parsed)
            return Finding(file, workload, job, Severity.Critical, $"has a schedule that cannot be read: spec.schedule \"{Wording.Clip(schedule, 80)}\" needs five fields (minute, hour, day of month, month, day of week) within their ranges", "schedule", Edit(file, job, "schedule", null));
        return parsed.Next(file.Now.UtcDateTime) is null
            ? Finding(file, workload, job, Severity.Critical, $"is never due: no date matches spec.schedule \"{Wording.Clip(schedule, 80)}\"", "schedule", Edit(file, job, "schedule", null))
            : null;
    }

    private static FindingDraft Missed(CaseFile file, WorkloadFacts workload, V1CronJob job, IReadOnlyList<EventFacts> events)
    {
        EventFacts? Seen(params string[] reasons) => events.FirstOrDefault(e => reasons.Contains(e.Reason));
        if (job.Spec.ConcurrencyPolicy == "Forbid" && (job.Status?.Active is { Count: > 0 } || Seen("JobAlreadyActive") is not null))
            return Hanging(file, workload, job, Seen("JobAlreadyActive"));
        if (Seen("FailedCreate") is { } refused)
            return Finding(file, workload, job, Severity.Critical, $"cannot create its Job: {Wording.Clip(refused.Message)}", "create", null, refused);
        if (Seen("UnknownTimeZone", "UnparseableSchedule", "InvalidSchedule") is { } unread)
            return Finding(file, workload, job, Severity.Critical, $"has a schedule or time zone that its controller cannot read: {Wording.Clip(unread.Message)}", "schedule", Edit(file, job, "schedule", null), unread);
        if (job.Spec.StartingDeadlineSeconds is { } deadline && (deadline < ShortestDeadlineSeconds || Seen("MissSchedule") is not null))
        {
            return Finding(
                file,
                workload,
                job,
                Severity.Critical,
                string.Create(CultureInfo.InvariantCulture, $"misses its starts: spec.startingDeadlineSeconds is {deadline}, and its controller, which looks every {ShortestDeadlineSeconds} s, comes later than that{LastRun(file, job)}"),
                "deadline",
                Edit(file, job, "startingDeadlineSeconds", null),
                Seen("MissSchedule"));
        }

        if (events.FirstOrDefault(e => e.Message.Contains("too many missed start time", StringComparison.OrdinalIgnoreCase)) is { } many)
            return Finding(file, workload, job, Severity.Critical, $"has missed more than 100 starts, so its controller starts none any more until spec.startingDeadlineSeconds bounds how far it looks back{LastRun(file, job)}", "missed", Edit(file, job, "startingDeadlineSeconds", null), many);
        return Finding(
            file, workload, job, Severity.Warning, $"has missed its start: by spec.schedule \"{Wording.Clip(job.Spec.Schedule, 80)}\" it was due {Wording.Duration(file.Now.UtcDateTime - Due(job)!.Value)} ago, and nothing says why no Job was started", "missed", null, events.FirstOrDefault(e => e.IsWarning));
    }

    private static FindingDraft Hanging(CaseFile file, WorkloadFacts workload, V1CronJob job, EventFacts? seen)
    {
        var active = job.Status?.Active is { Count: > 0 } running ? running[0].Name : workload.Job?.Metadata.Name;
        var since = workload.Job?.Metadata.Name == active && workload.Job?.Status?.StartTime is { } start ? $" has been running for {Wording.Duration(file.Now.UtcDateTime - start)}" : " is still running";
        return Finding(
            file,
            workload,
            job,
            Severity.Critical,
            $"starts no further Job, because {(active is null ? "the one before" : $"Job {active}")}{since} and spec.concurrencyPolicy is Forbid",
            "forbid",
            active is null ? null : new Remediation { Title = $"What does Job {active} wait for? End it, and give its Jobs an activeDeadlineSeconds", Command = Kubectl.Of("delete job", file.Namespace, active), Risk = RemediationRisk.Medium },
            seen);
    }

    private static bool IsOverdue(CaseFile file, V1CronJob job) => Due(job) is { } due && file.Now.UtcDateTime - due > Late;

    // The first start after the last one; in the job's own time zone where that is known here.
    private static DateTime? Due(V1CronJob job)
    {
        if (CronSchedule.Parse(job.Spec.Schedule) is not { } schedule || (job.Status?.LastScheduleTime ?? job.Metadata.CreationTimestamp) is not { } last)
            return null;
        var zone = job.Spec.TimeZone is { Length: > 0 } name ? Zone(name) : TimeZoneInfo.Utc;
        if (zone is null)
            return null;
        var local = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(last, DateTimeKind.Utc), zone);
        return schedule.Next(local) is { } next && !zone.IsInvalidTime(next) ? TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(next, DateTimeKind.Unspecified), zone) : null;
    }

    private static TimeZoneInfo? Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private static string LastRun(CaseFile file, V1CronJob job) =>
        job.Status?.LastScheduleTime is { } last ? $"; the last was started {Wording.Duration(file.Now.UtcDateTime - last)} ago" : "; it has never started one";

    private static Remediation Resume(CaseFile file, WorkloadFacts workload) => new()
    {
        Title = "If it should run, resume it",
        Command = Kubectl.Of("patch cronjob", file.Namespace, workload.Reference.Name) is { } patch ? $"{patch} --type=merge -p '{{\"spec\":{{\"suspend\":false}}}}'" : null,
        Risk = RemediationRisk.Medium,
    };

    private static Remediation Edit(CaseFile file, V1CronJob job, string field, string? value) => new()
    {
        Title = value is null ? $"Correct spec.{field}" : $"Is {value} meant? Then correct spec.{field}",
        Command = Kubectl.Of("edit cronjob", file.Namespace, job.Metadata.Name),
        Risk = RemediationRisk.Low,
    };

    private static FindingDraft Finding(
        CaseFile file, WorkloadFacts workload, V1CronJob job, Severity severity, string says, string kind, Remediation? remediation, EventFacts? seen = null) => new()
        {
            Category = CauseCategories.CronJobNotScheduling,
            Severity = severity,
            Confidence = Confidence.High,
            Title = $"CronJob {job.Metadata.Name} {says}",
            Resource = workload.Reference,
            NormalizedMessage = kind,
            Evidence =
            [
                .. seen is null ? Array.Empty<EvidenceDraft>() : [Cite.Event(seen)],
                new EvidenceDraft(
                    EvidenceKind.Spec,
                    $"cronjob/{job.Metadata.Name} spec",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"schedule=\"{job.Spec.Schedule}\" timeZone={job.Spec.TimeZone ?? "absent"} suspend={job.Spec.Suspend == true} concurrencyPolicy={job.Spec.ConcurrencyPolicy ?? "Allow"} startingDeadlineSeconds={job.Spec.StartingDeadlineSeconds?.ToString(CultureInfo.InvariantCulture) ?? "absent"}")),
                new EvidenceDraft(EvidenceKind.Status, $"cronjob/{job.Metadata.Name} status", string.Create(CultureInfo.InvariantCulture, $"active={job.Status?.Active?.Count ?? 0}"), job.Status?.LastScheduleTime),
            ],
            Remediation = remediation is null ? [] : [remediation],
        };
}
