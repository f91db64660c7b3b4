using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Backends.Routing;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>Asks a model to explain a diagnosis whose root cause is found. Owns the explanation and condition Explained, and completes the diagnosis.</summary>
internal sealed partial class ExplanationController(
    BackendSelector backends,
    RoutedExplainer explainer,
    InvestigationTools tools,
    DiagnosisStatusWriter statuses,
    TimeProvider clock,
    ILogger<ExplanationController> logger) : IEntityController<DiagnosisRequest>
{
    /// <summary>How soon a backend that has not been probed yet is looked at again.</summary>
    private static readonly TimeSpan ProbeWait = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<ReconciliationResult<DiagnosisRequest>> ReconcileAsync(DiagnosisRequest entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null || !DiagnosisState.AwaitsExplanation(entity))
            return ReconciliationResult<DiagnosisRequest>.Success(entity);
        if (backends.Look(entity).IsBeingProbed)
            return ReconciliationResult<DiagnosisRequest>.Success(entity, ProbeWait);

        var outcome = await explainer.ExplainAsync(ExplanationRequests.Of(entity) with { Tools = tools.Of(entity) }, backends.Select(entity), cancellationToken).ConfigureAwait(false);
        LogExplained(logger, entity.Metadata.NamespaceProperty, entity.Metadata.Name, outcome.Explained, outcome.Reason, outcome.Usage.Backend);
        var written = await statuses.WriteAsync(
            entity, status => IsAbout(entity, status) ? ExplanationStatus.Explained(entity, status, outcome, clock.GetUtcNow()) : status, cancellationToken).ConfigureAwait(false);
        return ReconciliationResult<DiagnosisRequest>.Success(written ?? entity);
    }

    /// <summary>False where a model took so long that the workload was diagnosed anew meanwhile: the old words would explain the new findings.</summary>
    private static bool IsAbout(DiagnosisRequest explained, DiagnosisRequestStatus status) =>
        status.Phase == DiagnosisPhase.Explaining && status.LastHandledRequestedAt == explained.Status?.LastHandledRequestedAt;
}
