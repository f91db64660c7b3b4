using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Metadata;
using ClusterCode.ControllerRuntime.Conditions;
using k8s.Models;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Reads where a DiagnosisRequest stands. Pure.</summary>
internal static class DiagnosisState
{
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

    /// <summary>The findings are there, and a model is to be asked.</summary>
    public static bool AwaitsExplanation(DiagnosisRequest diagnosis) =>
        diagnosis.Status?.Phase == DiagnosisPhase.Explaining && !NeedsAnalysis(diagnosis) && diagnosis.Spec.Suspend != true;
}
