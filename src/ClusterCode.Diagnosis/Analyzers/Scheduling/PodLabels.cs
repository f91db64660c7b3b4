using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>Label selectors as the scheduler and the volume binder judge them.</summary>
internal static class PodLabels
{
    /// <summary>Whether a selector matches labels. One that is absent matches nothing, an empty one everything, as apimachinery has it.</summary>
    public static bool Matches(V1LabelSelector? selector, IDictionary<string, string>? labels) =>
        selector is not null
        && (selector.MatchLabels ?? new Dictionary<string, string>()).All(pair => Value(labels, pair.Key) == pair.Value)
        && (selector.MatchExpressions ?? []).All(requirement => Holds(requirement, Value(labels, requirement.Key)));

    /// <summary>The selector as kubectl writes it.</summary>
    public static string Describe(V1LabelSelector? selector) => Wording.Clip(LabelSelectors.Format(selector) ?? "any label", 120);

    private static bool Holds(V1LabelSelectorRequirement requirement, string? value) => requirement.OperatorProperty switch
    {
        "In" => value is not null && requirement.Values?.Contains(value) == true,
        "NotIn" => value is null || requirement.Values?.Contains(value) != true,
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        _ => false,
    };

    private static string? Value(IDictionary<string, string>? labels, string? key) => key is not null && labels is not null && labels.TryGetValue(key, out var value) ? value : null;
}
