using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Validation;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>
/// Checks what a DiagnosisRequest asks before anything is read: the rules that an API server before 1.25 does not know, and the bounds of its namespace. Pure.
/// </summary>
internal static class DiagnosisScope
{
    private const string AllNamespaces = "*";

    /// <summary>The request reaches over namespaces of its own choosing.</summary>
    public static bool IsOfSeveral(DiagnosisRequestSpec spec) => spec.Namespaces is { Count: > 0 } || spec.NamespaceSelector is not null;

    /// <summary>What is wrong, as a condition's reason and message; null where nothing is.</summary>
    public static (string Reason, string Message)? Problem(DiagnosisRequest diagnosis, string operatorNamespace)
    {
        var errors = SpecValidator.Validate(diagnosis.Spec);
        if (errors.Count > 0)
            return (ConditionReasons.InvalidSpec, string.Join("; ", errors.Select(error => $"{error.Path}: {error.Message}")));
        var own = diagnosis.Metadata.NamespaceProperty;
        if (own == operatorNamespace)
            return null;
        if (IsOfSeveral(diagnosis.Spec))
            return (ConditionReasons.NamespaceNotAllowed,
                $"spec.namespaces and spec.namespaceSelector are allowed only in the operator's namespace {operatorNamespace}; a DiagnosisRequest elsewhere reads its own namespace {own} only. Remove them, or create it in {operatorNamespace}.");
        return diagnosis.Spec.Target is { } target && IsNamespace(target) && target.Name != own
            ? (ConditionReasons.NamespaceNotAllowed,
                $"spec.target names namespace {target.Name}; a DiagnosisRequest reads its own namespace {own} only. Create it in {target.Name}, or in the operator's namespace {operatorNamespace}.")
            : null;
    }

    /// <summary>The namespaces that the request reaches over; null where it is its own alone.</summary>
    public static NamespaceScope? Of(DiagnosisRequestSpec spec) => spec switch
    {
        { Namespaces: [AllNamespaces] } => NamespaceScope.All,
        { Namespaces: { Count: > 0 } names } => new NamespaceScope { Names = names },
        { NamespaceSelector: { } selector } => new NamespaceScope { Selector = selector },
        _ => null,
    };

    // As the expert reads kinds: in any case, and without a version.
    private static bool IsNamespace(DiagnosisTarget target) => target.Kind.Equals("Namespace", StringComparison.OrdinalIgnoreCase);
}
