using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Writes what the expert found into a DiagnosisRequest's status. Pure.</summary>
internal static class AnalysisStatus
{
    /// <summary>The request cannot be carried out as it stands.</summary>
    public static DiagnosisRequestStatus Refused(DiagnosisRequest diagnosis, DiagnosisRequestStatus status, string reason, string message, DateTimeOffset now) =>
        Begin(diagnosis, status) with
        {
            Phase = DiagnosisPhase.Failed,
            // A target that is looked for again and again was refused once: else each look is a write, and the TTL never ends.
            CompletionTime = status.Phase == DiagnosisPhase.Failed && !DiagnosisState.NeedsAnalysis(diagnosis) ? status.CompletionTime : Whole(now),
            Conditions = Conditions(diagnosis, status, now)
                .False(ConditionTypes.Analyzed, reason, message)
                .Stalled(reason, message)
                .Without(ConditionTypes.Explained)
                .ToList(),
        };

    /// <summary>The API server could not be read; the operator tries again.</summary>
    public static DiagnosisRequestStatus Unreadable(DiagnosisRequest diagnosis, DiagnosisRequestStatus status, string message, DateTimeOffset now) =>
        status with
        {
            Target = DiagnosisTargetText.Of(diagnosis),
            Phase = status.Phase ?? DiagnosisPhase.Collecting,
            Conditions = Conditions(diagnosis, status, now)
                .False(ConditionTypes.Analyzed, ConditionReasons.ClusterUnreadable, message)
                .False(ConditionTypes.Ready, ConditionReasons.ClusterUnreadable, message)
                .True(ConditionTypes.Reconciling, ConditionReasons.ClusterUnreadable, "The cluster could not be read; the operator tries again.")
                .ToList(),
        };

    /// <summary>The operator leaves the object alone.</summary>
    public static DiagnosisRequestStatus Suspended(DiagnosisRequest diagnosis, DiagnosisRequestStatus status, DateTimeOffset now) =>
        status with
        {
            ObservedGeneration = diagnosis.Metadata.Generation,
            Target = DiagnosisTargetText.Of(diagnosis),
            Phase = status.Phase ?? DiagnosisPhase.Pending,
            Conditions = Conditions(diagnosis, status, now)
                .False(ConditionTypes.Ready, ConditionReasons.Suspended, "spec.suspend is true; set it to false to diagnose.")
                .Without(ConditionTypes.Reconciling, ConditionTypes.Stalled)
                .ToList(),
        };

    /// <summary>The findings, with the explanation where it is there already; else the model is asked next.</summary>
    public static DiagnosisRequestStatus Analyzed(
        DiagnosisRequest diagnosis, DiagnosisRequestStatus status, ExpertReport report, ExplanationOutcome? explanation, DateTimeOffset started, DateTimeOffset now)
    {
        var conditions = Conditions(diagnosis, status, now).True(ConditionTypes.Analyzed, AnalyzedReason(report), report.Message);
        var earlier = EarlierConversation.Of(diagnosis.Spec, status, report);
        var analyzed = Begin(diagnosis, status) with
        {
            Severity = report.Severity,
            RootCause = report.RootCause,
            AdditionalCauses = report.AdditionalCauses,
            Findings = report.Findings,
            Evidence = [.. report.Evidence, .. earlier.Evidence],
            Conversation = earlier.Turns,
            Fingerprint = report.Fingerprint,
            StartTime = Whole(started),
        };
        if (explanation is not null)
            return ExplanationStatus.Explained(diagnosis, analyzed with { Conditions = conditions.ToList() }, explanation, now);
        if (diagnosis.Spec.Depth == DiagnosisDepth.Analyze)
            return analyzed with
            {
                Phase = DiagnosisPhase.Completed,
                CompletionTime = Whole(now),
                Conditions = conditions
                    .False(ConditionTypes.Explained, ConditionReasons.NotRequested, "spec.depth is Analyze, so no model was asked.")
                    .Complete(report.Message)
                    .ToList(),
            };
        return analyzed with
        {
            Phase = DiagnosisPhase.Explaining,
            Conditions = conditions
                .Unknown(ConditionTypes.Explained, ConditionReasons.Explaining, "A model is being asked.")
                .False(ConditionTypes.Ready, ConditionReasons.Explaining, "The root cause is there; a model is being asked to explain it.")
                .True(ConditionTypes.Reconciling, ConditionReasons.Explaining, "A model is being asked to explain the findings.")
                .Without(ConditionTypes.Stalled)
                .ToList(),
        };
    }

    /// <summary>A time as the status holds it: whole seconds, so that it reads well.</summary>
    public static DateTime Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()).UtcDateTime;

    /// <summary>What an earlier diagnosis found is forgotten; occurrences and resolution belong to the failure and stay.</summary>
    private static DiagnosisRequestStatus Begin(DiagnosisRequest diagnosis, DiagnosisRequestStatus status) => new()
    {
        ObservedGeneration = diagnosis.Metadata.Generation,
        LastHandledRequestedAt = DiagnosisState.RequestedAt(diagnosis.Metadata),
        Target = DiagnosisTargetText.Of(diagnosis),
        Conditions = status.Conditions,
        Occurrences = status.Occurrences,
        ResolvedTime = status.ResolvedTime,
        StartTime = status.StartTime,
    };

    private static DiagnosisConditions Conditions(DiagnosisRequest diagnosis, DiagnosisRequestStatus status, DateTimeOffset now) =>
        new(status.Conditions, diagnosis.Metadata.Generation, now);

    private static string AnalyzedReason(ExpertReport report) => report.Outcome switch
    {
        ExpertOutcome.Healthy => ConditionReasons.Healthy,
        ExpertOutcome.CauseFound => ConditionReasons.RootCauseFound,
        _ => ConditionReasons.CauseUnknown,
    };
}
