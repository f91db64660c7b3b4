using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Validation;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>
/// Checks what a DiagnosisRequest asks before anything is read: the rules that an API server before 1.25 does not know, and the bounds of its namespace. Pure.
/// </summary>
internal static class DiagnosisScope
{
    /// <summary>What is wrong, as a condition's reason and message; null where nothing is.</summary>
    public static (string Reason, string Message)? Problem(DiagnosisRequest diagnosis, string operatorNamespace)
    {
        var errors = SpecValidator.Validate(diagnosis.Spec);
        if (errors.Count > 0)
            return (ConditionReasons.InvalidSpec, string.Join("; ", errors.Select(error => $"{error.Path}: {error.Message}")));
        if (diagnosis.Spec is { Namespaces: not { Count: > 0 }, NamespaceSelector: null })
            return null;
        return diagnosis.Metadata.NamespaceProperty == operatorNamespace
            ? (ConditionReasons.InvalidSpec,
                "spec.namespaces and spec.namespaceSelector are part of the contract, and this version diagnoses one namespace at a time: create a DiagnosisRequest without them in each namespace.")
            : (ConditionReasons.NamespaceNotAllowed,
                $"spec.namespaces and spec.namespaceSelector are allowed only in the operator's namespace {operatorNamespace}; a DiagnosisRequest elsewhere reads its own namespace {diagnosis.Metadata.NamespaceProperty} only. Remove them, or create it in {operatorNamespace}.");
    }
}
