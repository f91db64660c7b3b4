using ClusterCode.Api.DiagnosisRequests;
using k8s.Models;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Writes a diagnosis's target as column TARGET shows it.</summary>
internal static class DiagnosisTargetText
{
    /// <summary><c>Deployment/checkout</c>, <c>pods app=web</c>, <c>namespace/shop</c>, or <c>all namespaces</c>.</summary>
    public static string Of(DiagnosisRequest diagnosis) => (diagnosis.Spec, Namespaces(diagnosis.Spec)) switch
    {
        ({ Target: { } target }, _) => $"{target.Kind}/{target.Name}",
        ({ Selector: { } selector }, { } several) => $"pods {Of(selector)} in {several}",
        ({ Selector: { } selector }, _) => $"pods {Of(selector)}",
        (_, { } several) => several,
        _ => $"namespace/{diagnosis.Metadata.NamespaceProperty}",
    };

    /// <summary>The namespaces that it reaches over; null where it is its own alone.</summary>
    private static string? Namespaces(DiagnosisRequestSpec spec) => spec switch
    {
        { Namespaces: ["*"] } => "all namespaces",
        { Namespaces: [var only] } => $"namespace/{only}",
        { Namespaces: { Count: > 0 } names } => $"namespaces {string.Join(',', names)}",
        { NamespaceSelector: { } selector } when Of(selector) is { Length: > 0 } text => $"namespaces {text}",
        { NamespaceSelector: not null } => "all namespaces",
        _ => null,
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
