using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;

namespace ClusterCode.Api.Validation;

/// <summary>
/// Checks what the CRDs' schemas cannot: the rules across fields that servers before 1.25 drop (x-kubernetes-validations), and the
/// syntax of durations, selectors, URLs and cron expressions. Bounds, enums and required fields are checked by every API server and not again here.
/// </summary>
public static class SpecValidator
{
    /// <summary>What is wrong with a DiagnosisRequest's spec; empty when nothing is.</summary>
    public static IReadOnlyList<SpecError> Validate(DiagnosisRequestSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. DiagnosisRequestRules.Check(spec)];
    }

    /// <summary>What is wrong with an LlmBackend's spec; empty when nothing is.</summary>
    public static IReadOnlyList<SpecError> Validate(LlmBackendSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. LlmBackendRules.Check(spec)];
    }

    /// <summary>What is wrong with an LlmRoute's spec; empty when nothing is.</summary>
    public static IReadOnlyList<SpecError> Validate(LlmRouteSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. AllowedNamespacesRules.Check("spec.allowedNamespaces", spec.AllowedNamespaces)];
    }

    /// <summary>What is wrong with a DiagnosisPolicy's spec; empty when nothing is.</summary>
    public static IReadOnlyList<SpecError> Validate(DiagnosisPolicySpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. DiagnosisPolicyRules.Check(spec)];
    }
}
