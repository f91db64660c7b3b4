using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Connectivity;

/// <summary>Labels and selectors: matching, and writing them as kubectl does.</summary>
internal static class LabelText
{
    /// <summary>Labels that controllers add to every pod; nobody selects by them on purpose.</summary>
    private static readonly HashSet<string> Machine = new(StringComparer.Ordinal)
    {
        "pod-template-hash", "controller-revision-hash", "pod-template-generation", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-uid",
        "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index",
    };

    /// <summary>True for a label that a person gave.</summary>
    public static bool IsPersons(string key) => !Machine.Contains(key);

    /// <summary>Whether labels carry every pair of a plain selector.</summary>
    public static bool Carries(IDictionary<string, string>? labels, IDictionary<string, string> selector) =>
        selector.All(pair => labels is not null && labels.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <summary>Whether a label selector matches; an empty one, or none, matches everything.</summary>
    public static bool Matches(V1LabelSelector? selector, IDictionary<string, string>? labels) =>
        Carries(labels, selector?.MatchLabels ?? new Dictionary<string, string>())
        && (selector?.MatchExpressions ?? []).All(e => Matches(e, labels));

    /// <summary>Whether a selector matches as the scheduler and the volume binder judge it: one that is absent matches nothing, an empty one everything.</summary>
    public static bool Selects(V1LabelSelector? selector, IDictionary<string, string>? labels) => selector is not null && Matches(selector, labels);

    /// <summary>Such as <c>app=web,tier=front</c>.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> labels) => Wording.Clip(string.Join(',', labels.Select(l => $"{l.Key}={l.Value}")), 120);

    /// <summary>A label selector as text; <c>every pod</c> where it selects all.</summary>
    public static string Of(V1LabelSelector? selector) => Views.LabelSelectors.Format(selector) is { } text ? Wording.Clip(text, 120) : "every pod";

    private static bool Matches(V1LabelSelectorRequirement requirement, IDictionary<string, string>? labels)
    {
        string? value = null;
        var has = labels?.TryGetValue(requirement.Key, out value) == true;
        return requirement.OperatorProperty switch
        {
            "In" => has && requirement.Values?.Contains(value!) == true,
            "NotIn" => !has || requirement.Values?.Contains(value!) != true,
            "DoesNotExist" => !has,
            _ => has,
        };
    }
}
