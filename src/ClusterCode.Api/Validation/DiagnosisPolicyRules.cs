using ClusterCode.Api.DiagnosisPolicies;

namespace ClusterCode.Api.Validation;

/// <summary>The rules of a DiagnosisPolicy's spec.</summary>
internal static class DiagnosisPolicyRules
{
    public static IEnumerable<SpecError> Check(DiagnosisPolicySpec spec)
    {
        if (spec.Schedule is not null && CronSyntax.Problem(spec.Schedule) is { } problem)
        {
            yield return new("spec.schedule", problem);
        }

        foreach (var error in LabelSelectorRules.Check("spec.namespaceSelector", spec.NamespaceSelector)
            .Concat(LabelSelectorRules.Check("spec.podSelector", spec.PodSelector))
            .Concat(DurationRules.Check("spec.gracePeriod", spec.GracePeriod))
            .Concat(DurationRules.Check("spec.cooldown", spec.Cooldown)))
        {
            yield return error;
        }
    }
}
