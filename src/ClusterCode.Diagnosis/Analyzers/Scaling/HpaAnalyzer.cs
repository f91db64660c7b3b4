using System.Globalization;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scaling;

/// <summary>Judges HorizontalPodAutoscalers by their conditions: what they scale is missing, what they measure is missing, or they may not scale further.</summary>
internal sealed class HpaAnalyzer : ObjectAnalyzer<V2HorizontalPodAutoscaler>
{
    /// <summary>Metrics of new pods come after about a minute; an autoscaler without them for less is no failure.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <inheritdoc />
    protected override IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, V2HorizontalPodAutoscaler value)
    {
        if (value.Spec?.ScaleTargetRef is not { } target || value.Metadata.DeletionTimestamp is not null)
            return [];
        var conditions = value.Status?.Conditions ?? [];
        V2HorizontalPodAutoscalerCondition? Is(string type, string status) => conditions.FirstOrDefault(c => c.Type == type && c.Status == status);
        if (Is("AbleToScale", "False") is { Reason: "FailedGetScale" } unable)
            return HpaTarget.Missing(file, reference, target, Condition(reference, unable), unable.Message);
        if (conditions.Count == 0)
            return HpaTarget.Missing(file, reference, target, null, null);
        if (Is("ScalingActive", "False") is { } inactive)
        {
            return inactive.Reason == "ScalingDisabled" ? Disabled(file, reference, target, Condition(reference, inactive))
                : inactive.LastTransitionTime is { } since && file.Now.UtcDateTime - since < Grace ? []
                : HpaMetrics.Missing(file, reference, value, inactive, Condition(reference, inactive));
        }

        return Is("ScalingLimited", "True") is { Reason: "TooManyReplicas" } limited && value.Status?.CurrentReplicas >= value.Spec.MaxReplicas ? [AtMaximum(file, reference, value, limited)] : [];
    }

    private static EvidenceDraft Condition(ResourceReference reference, V2HorizontalPodAutoscalerCondition condition) => new(
        EvidenceKind.Status,
        $"horizontalpodautoscaler/{reference.Name} status.conditions[{condition.Type}]",
        $"status={condition.Status} reason={condition.Reason} message={Wording.Clip(condition.Message, 400)}",
        condition.LastTransitionTime);

    // Its target asks for no pods: then an autoscaler does nothing, on purpose.
    private static IEnumerable<FindingDraft> Disabled(CaseFile file, ResourceReference reference, V2CrossVersionObjectReference target, EvidenceDraft evidence)
    {
        var workload = HpaTarget.Reference(file, target);
        yield return new FindingDraft
        {
            Category = CauseCategories.ScaledToZero,
            Severity = file.IsNamespaceWide ? Severity.Info : Severity.Warning,
            Confidence = Confidence.High,
            Title = $"{target.Kind} {target.Name} is scaled to 0 replicas, and HorizontalPodAutoscaler {reference.Name} scales nothing until it has at least one",
            Resource = workload,
            Evidence = [evidence],
            Remediation = Kubectl.Workload(workload) is { } name
                ? [new Remediation { Title = "If it should run, scale it up; the autoscaler takes over from there", Command = $"kubectl scale {name} --replicas=1", Risk = RemediationRisk.Low }]
                : [],
        };
    }

    private static FindingDraft AtMaximum(CaseFile file, ResourceReference reference, V2HorizontalPodAutoscaler value, V2HorizontalPodAutoscalerCondition limited)
    {
        var max = value.Spec.MaxReplicas;
        var measured = HpaMetrics.Measured(value) is { Count: > 0 } told ? $": {Wording.List(told, 2)}" : "";
        return new FindingDraft
        {
            Category = CauseCategories.HpaAtMaximum,
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            Title = string.Create(CultureInfo.InvariantCulture, $"HorizontalPodAutoscaler {reference.Name} runs {value.Spec.ScaleTargetRef.Kind} {value.Spec.ScaleTargetRef.Name} at its maxReplicas of {max} and would need more{measured}"),
            Resource = reference,
            Evidence = [Condition(reference, limited)],
            Remediation =
            [
                new Remediation
                {
                    Title = string.Create(CultureInfo.InvariantCulture, $"May it have more than {max}? Then raise maxReplicas; else give each pod more, or find what makes the load"),
                    Command = Kubectl.Of("edit hpa", file.Namespace, reference.Name),
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }
}
