using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Failures;

/// <summary>
/// Writes into a diagnosis how often its workload fails and that it still does. Whoever writes the status of a new diagnosis first brings this along, so that it
/// costs no request of its own.
/// </summary>
internal sealed class FailureTally(WorkloadSnapshots snapshots, TimeProvider clock)
{
    /// <summary>The status with the workload's failures as the caches show them now; unchanged for a diagnosis that a user made, or where nothing fails.</summary>
    public DiagnosisRequestStatus Count(DiagnosisRequest diagnosis, DiagnosisRequestStatus status)
    {
        if (DiagnosisDrafts.WorkloadOf(diagnosis) is not { } key)
            return status;
        var failures = snapshots.Of(key).Failures(clock.GetUtcNow().UtcDateTime);
        return failures.Count == 0 ? status : Count(diagnosis, status, failures);
    }

    /// <summary>The status with these failures, at least one.</summary>
    public DiagnosisRequestStatus Count(DiagnosisRequest diagnosis, DiagnosisRequestStatus status, IReadOnlyList<DetectedFailure> failures) => status with
    {
        Occurrences = OccurrenceCounter.Count(status.Occurrences, failures),
        ResolvedTime = null,
        Conditions = ConditionSet.Set(
            status.Conditions, ConditionTypes.Resolved, ConditionStatus.False, ConditionReasons.StillFailing, Describe(failures[0]),
            diagnosis.Metadata.Generation, clock.GetUtcNow()),
    };

    private static string Describe(DetectedFailure failure)
    {
        var where = failure.Container is { } container ? $" (container {container})" : "";
        return $"{failure.Trigger} in {failure.Shows}{where}";
    }
}
