using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.IntendedStates;

/// <summary>Judges Jobs that are suspended: their pods are not created until somebody resumes them, or the queue to which they belong does.</summary>
internal sealed class SuspendedAnalyzer : IAnalyzer
{
    /// <summary>Kueue suspends the Jobs of its queues until they may run (kueue.sigs.k8s.io).</summary>
    private const string QueueLabel = "kueue.x-k8s.io/queue-name";

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        if (workload.Job is not { Spec.Suspend: true } job || job.Status?.Conditions?.Any(c => c is { Type: "Complete" or "Failed", Status: "True" }) == true)
            yield break;

        var name = job.Metadata.Name;
        var since = job.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Suspended", Status: "True" })?.LastTransitionTime;
        var queue = job.Metadata.Labels?.TryGetValue(QueueLabel, out var label) == true ? label : null;
        yield return new FindingDraft
        {
            Category = CauseCategories.Suspended,
            Severity = IntendedState.SeverityOf(file, workload),
            Confidence = Confidence.High,
            Title = $"Job {name} is suspended (spec.suspend is true{(since is null ? "" : $", since {Wording.Duration(file.Now.UtcDateTime - since.Value)}")}), so none of its pods is created"
                + (queue is null ? "" : $"; queue {Wording.Clip(queue, 63)} of Kueue has not admitted it"),
            Resource = new ResourceReference { ApiVersion = "batch/v1", Kind = "Job", Namespace = file.Namespace, Name = name },
            Evidence = [new EvidenceDraft(EvidenceKind.Spec, $"job/{name} spec.suspend", "true", since)],
            Remediation =
            [
                queue is null
                    ? new Remediation { Title = "If it should run, resume it", Command = Kubectl.Of("patch job", file.Namespace, name) is { } patch ? $"{patch} --type=merge -p '{{\"spec\":{{\"suspend\":false}}}}'" : null, Risk = RemediationRisk.Low }
                    : new Remediation { Title = $"Has queue {Wording.Clip(queue, 63)} room for it? Kueue resumes it then", Risk = RemediationRisk.Low },
            ],
        };
    }
}
