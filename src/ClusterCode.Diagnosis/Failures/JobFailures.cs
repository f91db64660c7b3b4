using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Jobs and CronJobs. Work that should end, and does not end well.</summary>
internal static class JobFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Jobs and CronJobs",
        "Work that should end, and does not end well.",
        [
            new(JobFailed)
            {
                ShownBy = "The Job's Failed condition: backoff limit, deadline, or pod failure policy.",
                Means = "The Job gave up.",
                ToDo = "Mend what its pods fail of, and start the Job again; a Job does not start again by itself.",
            },
            new(CronJobNotScheduling)
            {
                ShownBy = "The CronJob's schedule, time zone, suspension, concurrency policy, events and last schedule time.",
                Means = "The CronJob should have started a Job, and did not.",
                ToDo = "Correct the field that the summary names.",
            },
            new(JobScriptError)
            {
                ShownBy = "The log shows a shell's syntax error.",
                Means = "The script in `command` or `args` cannot be parsed; often YAML has folded or unquoted it.",
                ToDo = "Correct the script; a block scalar (`|`) keeps its lines.",
            },
        ]);
}
