using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Makes of a diagnosis what the model side is handed. Pure.</summary>
internal static class ExplanationRequests
{
    private const string DefaultLanguage = "en";

    /// <summary>From what the expert has just found.</summary>
    public static ExplanationRequest Of(DiagnosisRequest diagnosis, ExpertReport report)
    {
        var earlier = EarlierConversation.Of(diagnosis.Spec, diagnosis.Status, report);
        return Asked(diagnosis) with
        {
            Fingerprint = report.Fingerprint,
            RootCause = report.RootCause,
            AdditionalCauses = report.AdditionalCauses,
            Findings = report.Findings,
            Evidence = [.. report.Evidence, .. earlier.Evidence],
            History = earlier.Turns,
        };
    }

    /// <summary>From what the status holds, after a restart as well as before.</summary>
    public static ExplanationRequest Of(DiagnosisRequest diagnosis) => Asked(diagnosis) with
    {
        Fingerprint = diagnosis.Status?.Fingerprint,
        RootCause = diagnosis.Status?.RootCause,
        AdditionalCauses = diagnosis.Status?.AdditionalCauses ?? [],
        Findings = diagnosis.Status?.Findings ?? [],
        Evidence = diagnosis.Status?.Evidence ?? [],
        History = diagnosis.Status?.Conversation ?? [],
    };

    private static ExplanationRequest Asked(DiagnosisRequest diagnosis) => new()
    {
        TargetDescription = diagnosis.Spec.Target is { } target
            ? $"{target.Kind} {diagnosis.Metadata.NamespaceProperty}/{target.Name}"
            : DiagnosisScope.IsOfSeveral(diagnosis.Spec) ? DiagnosisTargetText.Of(diagnosis)
            : $"{DiagnosisTargetText.Of(diagnosis)} in namespace {diagnosis.Metadata.NamespaceProperty}",
        Question = diagnosis.Spec.Question,
        Language = diagnosis.Spec.Language ?? DefaultLanguage,
        FollowUps = diagnosis.Spec.FollowUps ?? [],
    };
}
