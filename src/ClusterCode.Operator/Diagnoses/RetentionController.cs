using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Deletes diagnoses whose <c>ttlSecondsAfterFinished</c> has passed since they were resolved or, where nothing watches for that, complete.</summary>
internal sealed class RetentionController(IApiClient api, TimeProvider clock) : IEntityController<DiagnosisRequest>
{
    /// <inheritdoc/>
    public async Task<ReconciliationResult<DiagnosisRequest>> ReconcileAsync(DiagnosisRequest entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null || entity.Spec.TtlSecondsAfterFinished is not { } seconds || Finished(entity) is not { } finished)
            return ReconciliationResult<DiagnosisRequest>.Success(entity);
        var left = finished.AddSeconds(seconds) - clock.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
            return ReconciliationResult<DiagnosisRequest>.Success(entity, left);
        // The preconditions let a diagnosis live that began to fail again, or was asked again, while this decision was made.
        var preconditions = new DeletePreconditions(entity.Metadata.Uid, entity.Metadata.ResourceVersion);
        var key = new ObjectKey(entity.Metadata.NamespaceProperty, entity.Metadata.Name);
        await api.DeleteAsync(Definitions.DiagnosisRequests, key, preconditions, cancellationToken).ConfigureAwait(false);
        return ReconciliationResult<DiagnosisRequest>.Success(entity);
    }

    /// <summary>When the diagnosis was over; null while the failure that it is about goes on.</summary>
    private static DateTime? Finished(DiagnosisRequest diagnosis)
    {
        if (DiagnosisState.NeedsAnalysis(diagnosis) || DiagnosisBudget.IsActive(diagnosis))
            return null;
        if (ConditionSet.IsTrue(diagnosis.Status?.Conditions, ConditionTypes.Resolved))
            return diagnosis.Status?.ResolvedTime;
        var watched = DiagnosisDrafts.WorkloadOf(diagnosis) is not null;
        return watched ? null : diagnosis.Status?.CompletionTime;
    }
}
