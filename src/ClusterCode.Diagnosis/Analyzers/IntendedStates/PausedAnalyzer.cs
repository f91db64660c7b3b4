using System.Globalization;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.IntendedStates;

/// <summary>Judges Deployments whose rollouts are paused: what waits for it.</summary>
internal sealed class PausedAnalyzer : IAnalyzer
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        if (workload.Controller is not V1Deployment { Spec.Paused: true } deployment || workload.DesiredReplicas == 0)
            yield break;

        var never = (deployment.Status?.Replicas ?? 0) == 0 && workload.PodCount == 0;
        var isPending = (deployment.Status?.UpdatedReplicas ?? 0) < (deployment.Status?.Replicas ?? 0);
        IReadOnlyList<TemplateChange> changes = [];
        if (isPending)
        {
            if (Revisions.ReplicaSets(file, workload, deployment.Spec.Selector) is [var newest, ..])
                changes = TemplateDiff.Of(newest.Spec?.Template, deployment.Spec.Template);
        }

        var name = deployment.Metadata.Name;
        var condition = deployment.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Progressing", Reason: "DeploymentPaused" });
        var since = condition?.LastTransitionTime is { } at ? $" for {Wording.Duration(file.Now.UtcDateTime - at)}" : "";
        yield return new FindingDraft
        {
            Category = CauseCategories.Paused,
            Severity = never ? Severity.Critical : isPending ? IntendedState.SeverityOf(file, workload) : Severity.Info,
            Confidence = Confidence.High,
            Title = $"Deployment {name} is paused (spec.paused is true){since}{Effect(workload, never, isPending, changes)}",
            Resource = workload.Reference,
            Evidence = [.. Evidence(name, condition, changes)],
            Remediation =
            [
                new Remediation
                {
                    Title = isPending ? "If the change is meant to go out, resume the rollout" : "If it should roll out, resume it",
                    Command = Kubectl.Workload(workload.Reference) is { } target ? $"kubectl rollout resume {target}" : null,
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }

    private static string Effect(WorkloadFacts workload, bool never, bool isPending, IReadOnlyList<TemplateChange> changes)
    {
        if (never)
            return string.Create(CultureInfo.InvariantCulture, $" and was never rolled out, so none of its {workload.DesiredReplicas ?? 1} pods is created");
        if (!isPending)
            return "; changes of its pod template will not be rolled out";
        var what = changes.Count == 0 ? "" : $" ({Wording.List(changes.Select(c => c.Text), 2)})";
        return string.Create(CultureInfo.InvariantCulture, $", so the change of its pod template{what} is not rolled out; the revision before still runs, {workload.ReadyPodCount} of {workload.PodCount} pods ready");
    }

    private static IEnumerable<EvidenceDraft> Evidence(string name, V1DeploymentCondition? condition, IReadOnlyList<TemplateChange> changes)
    {
        yield return new EvidenceDraft(EvidenceKind.Spec, $"deployment/{name} spec.paused", "true");
        if (condition is not null)
            yield return new EvidenceDraft(EvidenceKind.Status, $"deployment/{name} status.conditions[Progressing]", $"status={condition.Status} reason={condition.Reason}", condition.LastTransitionTime);
        if (changes.Count > 0)
            yield return new EvidenceDraft(EvidenceKind.Change, $"deployment/{name} spec.template against its newest ReplicaSet", ChangeText.All(changes));
    }
}
