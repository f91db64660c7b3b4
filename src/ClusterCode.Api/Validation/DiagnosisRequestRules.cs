using ClusterCode.Api.DiagnosisRequests;

namespace ClusterCode.Api.Validation;

/// <summary>The rules of a DiagnosisRequest's spec.</summary>
internal static class DiagnosisRequestRules
{
    private const string AllNamespaces = "*";

    public static IEnumerable<SpecError> Check(DiagnosisRequestSpec spec)
    {
        if (spec is { Target: not null, Selector: not null })
        {
            yield return new("spec.selector", "target and selector exclude each other: remove one of them");
        }

        if (spec.Target is not null && (spec.Namespaces is not null || spec.NamespaceSelector is not null))
        {
            yield return new("spec.target", "target names one object of this namespace: remove namespaces and namespaceSelector, or use selector instead of target");
        }

        if (spec is { Namespaces: not null, NamespaceSelector: not null })
        {
            yield return new("spec.namespaces", "namespaces and namespaceSelector exclude each other: remove one of them");
        }

        if (spec.Namespaces is { Count: > 1 } && spec.Namespaces.Contains(AllNamespaces))
        {
            yield return new("spec.namespaces", "namespaces: '*' stands for all of them: remove '*' or the other names");
        }

        foreach (var error in LabelSelectorRules.Check("spec.selector", spec.Selector)
            .Concat(LabelSelectorRules.Check("spec.namespaceSelector", spec.NamespaceSelector)))
        {
            yield return error;
        }
    }
}
