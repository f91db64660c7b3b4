using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Jobs;

/// <summary>Judges Jobs that have failed for good. Why their pods failed is for the other analyzers to say; an error of the process itself is told with it, see <see cref="ContainerRole"/>.</summary>
internal sealed class JobFailedAnalyzer : IAnalyzer
{
    private const int DefaultBackoffLimit = 6;

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload) => Of(file, workload) is { } finding && !ContainerFailureAnalyzer.TellsOf(file, workload, finding.Category) ? [finding] : [];

    /// <summary>That the Job has failed; null where it has not.</summary>
    internal static FindingDraft? Of(CaseFile file, WorkloadFacts workload)
    {
        if (workload.Job is not { } job || job.Status?.Conditions?.FirstOrDefault(item => item is { Type: "Failed", Status: "True" }) is not { } condition)
            return null;

        var name = job.Metadata?.Name ?? workload.Reference.Name;
        List<EvidenceDraft> evidence =
        [
            new(EvidenceKind.Status, $"job/{name} status.conditions[Failed]", $"status=True reason={condition.Reason} message={Wording.Clip(condition.Message)}", condition.LastTransitionTime),
            new(EvidenceKind.Spec, $"job/{name} spec", $"backoffLimit={job.Spec?.BackoffLimit ?? DefaultBackoffLimit} activeDeadlineSeconds={job.Spec?.ActiveDeadlineSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "absent"} failed={job.Status?.Failed ?? 0}"),
        ];
        if (workload.Events.FirstOrDefault(seen => seen.Reason == condition.Reason) is { } seen)
            evidence.Add(Cite.Event(seen));
        return new FindingDraft
        {
            Category = CauseCategories.JobFailed,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = Title(name, job, condition),
            Resource = new ResourceReference { ApiVersion = "batch/v1", Kind = "Job", Namespace = file.Namespace, Name = name },
            NormalizedMessage = condition.Reason,
            Explanation = "A Job that has failed is not tried again: once the cause is mended, it must be created anew.",
            Evidence = evidence,
            Remediation = [.. Remediations(workload, file.Namespace, name)],
        };
    }

    private static string Title(string name, V1Job job, V1JobCondition condition)
    {
        var attempts = Wording.Count(Math.Max(1, job.Status?.Failed ?? 0), "attempt");
        return condition.Reason switch
        {
            "BackoffLimitExceeded" => $"Job {name} failed after {attempts} (backoffLimit {job.Spec?.BackoffLimit ?? DefaultBackoffLimit})",
            "DeadlineExceeded" => $"Job {name} was stopped after {Deadline(job)}, before it had finished",
            "PodFailurePolicy" => $"Job {name} failed by its podFailurePolicy: {Wording.Clip(condition.Message)}",
            _ => $"Job {name} failed: {(Wording.Clip(condition.Message) is { Length: > 0 } message ? message : condition.Reason)}",
        };
    }

    private static string Deadline(V1Job job) => job.Spec?.ActiveDeadlineSeconds is { } seconds
        ? $"its activeDeadlineSeconds of {seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}"
        : "its deadline";

    private static IEnumerable<Remediation> Remediations(WorkloadFacts workload, string ns, string job)
    {
        if (workload.Reference.Kind == "CronJob" && Kubectl.IsName(workload.Reference.Name) && Kubectl.Of("create job", ns, $"{job}-again") is { } create)
            yield return new Remediation { Title = "Once the cause is mended, run it again", Command = $"{create} --from=cronjob/{workload.Reference.Name}", Risk = RemediationRisk.Medium };
        else
            yield return new Remediation { Title = $"Once the cause is mended, delete Job {job} and create it again", Command = Kubectl.Of("delete job", ns, job), Risk = RemediationRisk.Medium };
    }
}
