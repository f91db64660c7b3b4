using k8s.Models;

namespace ClusterCode.Operator.Policies;

/// <summary>Matches labels against a selector with the meaning of apimachinery's <c>labels.Selector</c>.</summary>
internal static class LabelSelectors
{
    /// <summary>True where the labels match. An absent or empty selector matches everything, as it does in every Kubernetes API where absence means "all".</summary>
    public static bool Matches(V1LabelSelector? selector, IReadOnlyDictionary<string, string>? labels)
    {
        labels ??= EmptyLabels;
        return (selector?.MatchLabels ?? EmptyLabels).All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
            && (selector?.MatchExpressions ?? []).All(expression => Matches(expression, labels));
    }

    private static readonly Dictionary<string, string> EmptyLabels = [];

    private static bool Matches(V1LabelSelectorRequirement expression, IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(expression.Key, out var value);
        return expression.OperatorProperty switch
        {
            "In" => has && expression.Values?.Contains(value!) == true,
            "NotIn" => !has || expression.Values?.Contains(value!) != true,
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}
