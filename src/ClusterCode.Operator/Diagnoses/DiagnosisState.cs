using System.Globalization;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.Api.Metadata;
using ClusterCode.ControllerRuntime.Conditions;
using k8s.Models;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Reads where a DiagnosisRequest stands. Pure.</summary>
internal static class DiagnosisState
{
    /// <summary>Kubelets send at most a few events a second, so on a busy node they may be this late.</summary>
    private static readonly TimeSpan ProvisionalFor = TimeSpan.FromMinutes(2);

    /// <summary>The value of the annotation with which people and the operator ask for another diagnosis.</summary>
    public static string? RequestedAt(V1ObjectMeta metadata) =>
        metadata.Annotations?.TryGetValue(AnnotationNames.RequestedAt, out var value) == true ? value : null;

    /// <summary>The status answers neither the spec as it is now, nor an earlier request for another diagnosis.</summary>
    public static bool NeedsAnalysis(DiagnosisRequest diagnosis) =>
        diagnosis.Status?.ObservedGeneration != diagnosis.Metadata.Generation
        || diagnosis.Status?.LastHandledRequestedAt != RequestedAt(diagnosis.Metadata);

    /// <summary>The target may appear, or become readable, without a change of the DiagnosisRequest.</summary>
    public static bool WaitsForTarget(DiagnosisRequest diagnosis) =>
        ConditionSet.Get(diagnosis.Status?.Conditions, ConditionTypes.Stalled) is
        { Status: ConditionStatus.True, Reason: ConditionReasons.TargetNotFound or ConditionReasons.TargetForbidden };

    /// <summary>
    /// The cause is unknown or inferred, and the failure young: events and logs may arrive after the state that they explain, so another look is worth its requests.
    /// So it is where nothing was found, and the failure for which the operator asked goes on. Over several namespaces it is not.
    /// </summary>
    public static bool IsProvisional(DiagnosisRequest diagnosis, DateTime now) =>
        diagnosis.Status is { Phase: DiagnosisPhase.Completed or DiagnosisPhase.Explaining } status
        && (status.Severity is null
            ? ConditionSet.Get(status.Conditions, ConditionTypes.Resolved) is { Status: ConditionStatus.False }
            : status.RootCause is null or { Confidence: Confidence.Low } || ConditionSet.Get(status.Conditions, ConditionTypes.Analyzed)?.Reason == ConditionReasons.CauseUnknown)
        && !ConditionSet.IsTrue(status.Conditions, ConditionTypes.Resolved)
        && !DiagnosisScope.IsOfSeveral(diagnosis.Spec)
        && now - AskedAt(diagnosis.Metadata) < ProvisionalFor;

    /// <summary>The findings are there, and a model is to be asked.</summary>
    public static bool AwaitsExplanation(DiagnosisRequest diagnosis) =>
        diagnosis.Status?.Phase == DiagnosisPhase.Explaining && !NeedsAnalysis(diagnosis) && diagnosis.Spec.Suspend != true;

    private static DateTime AskedAt(V1ObjectMeta metadata) =>
        DateTimeOffset.TryParse(RequestedAt(metadata), CultureInfo.InvariantCulture, out var requested)
            ? requested.UtcDateTime
            : metadata.CreationTimestamp ?? DateTime.MinValue;
}
