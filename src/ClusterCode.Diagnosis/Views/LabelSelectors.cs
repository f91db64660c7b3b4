using k8s.Models;

namespace ClusterCode.Diagnosis.Views;

/// <summary>Label selectors in the syntax of the API's query parameters.</summary>
internal static class LabelSelectors
{
    /// <summary>The selector as a query parameter; null where it selects everything.</summary>
    public static string? Format(V1LabelSelector? selector)
    {
        if (selector is null)
        {
            return null;
        }

        var labels = (selector.MatchLabels ?? new Dictionary<string, string>()).Select(l => $"{l.Key}={l.Value}");
        var expressions = (selector.MatchExpressions ?? []).Select(e => e.OperatorProperty switch
        {
            "In" => $"{e.Key} in ({string.Join(',', e.Values ?? [])})",
            "NotIn" => $"{e.Key} notin ({string.Join(',', e.Values ?? [])})",
            "DoesNotExist" => $"!{e.Key}",
            _ => e.Key,
        });
        var text = string.Join(',', [.. labels, .. expressions]);
        return text.Length == 0 ? null : text;
    }
}
