using ClusterCode.Api.DiagnosisRequests;
using k8s.Models;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Writes a diagnosis's target as column TARGET shows it.</summary>
internal static class DiagnosisTargetText
{
    /// <summary><c>Deployment/checkout</c>, <c>pods app=web</c>, or <c>namespace/shop</c>.</summary>
    public static string Of(DiagnosisRequest diagnosis) => diagnosis.Spec switch
    {
        { Target: { } target } => $"{target.Kind}/{target.Name}",
        { Selector: { } selector } => $"pods {Of(selector)}",
        _ => $"namespace/{diagnosis.Metadata.NamespaceProperty}",
    };

    private static string Of(V1LabelSelector selector)
    {
        var labels = (selector.MatchLabels ?? new Dictionary<string, string>()).Select(label => $"{label.Key}={label.Value}");
        var expressions = (selector.MatchExpressions ?? []).Select(expression => expression.OperatorProperty switch
        {
            "In" => $"{expression.Key} in ({string.Join(',', expression.Values ?? [])})",
            "NotIn" => $"{expression.Key} notin ({string.Join(',', expression.Values ?? [])})",
            "DoesNotExist" => $"!{expression.Key}",
            _ => expression.Key,
        });
        return string.Join(',', labels.Concat(expressions));
    }
}
