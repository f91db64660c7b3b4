using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Writes an explanation into a DiagnosisRequest's status. Pure.</summary>
internal static class ExplanationStatus
{
    /// <summary>Completes the diagnosis. A model that failed leaves it just as complete; condition Explained says why.</summary>
    public static DiagnosisRequestStatus Explained(DiagnosisRequest diagnosis, DiagnosisRequestStatus status, ExplanationOutcome outcome, DateTimeOffset now)
    {
        var completed = AnalysisStatus.Whole(now);
        var conditions = new DiagnosisConditions(status.Conditions, diagnosis.Metadata.Generation, now);
        _ = outcome.Explained
            ? conditions.True(ConditionTypes.Explained, outcome.Reason, outcome.Message)
            : conditions.False(ConditionTypes.Explained, outcome.Reason, outcome.Message);
        return status with
        {
            Phase = DiagnosisPhase.Completed,
            Explanation = outcome.Explanation,
            Answer = outcome.Answer,
            Conversation = [.. outcome.Conversation.Select(turn => turn with { Time = turn.Time ?? completed })],
            Evidence = outcome.Gathered.Count == 0 ? status.Evidence : [.. status.Evidence, .. outcome.Gathered],
            Findings = WithFixes(status, outcome.Remediation),
            Model = outcome.Usage,
            CompletionTime = completed,
            Conditions = conditions.Complete(status.RootCause?.Summary ?? "The diagnosis is complete.").ToList(),
        };
    }

    // The expert's own proposals come first, and the model's only where they are others.
    private static IReadOnlyList<Finding> WithFixes(DiagnosisRequestStatus status, IReadOnlyList<Remediation> fixes)
    {
        var main = status.Findings.FirstOrDefault(finding => finding.CausedBy is null && finding.Category == status.RootCause?.Category && finding.Resource == status.RootCause.Resource);
        var others = fixes.Where(fix => main?.Remediation.Any(known => known.Command == fix.Command) == false).ToList();
        return main is null || others.Count == 0
            ? status.Findings
            : [.. status.Findings.Select(finding => ReferenceEquals(finding, main) ? finding with { Remediation = [.. finding.Remediation, .. others] } : finding)];
    }
}
