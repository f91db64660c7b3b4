using ClusterCode.Api.LlmBackends;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Status;
using ClusterCode.Llm.Limits;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Backends;

/// <summary>Writes what was asked of a backend into its status, so that people see it and a day's limit holds over restarts of the operator. Owns status.usage.</summary>
internal sealed class BackendUsageController(IUsageLedger ledger, IStatusWriter statuses) : IEntityController<LlmBackend>
{
    /// <summary>How often it is written at most. What was asked in the last moments before a crash is forgotten.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<ReconciliationResult<LlmBackend>> ReconcileAsync(LlmBackend entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null || entity.Spec.Provider == LlmProvider.BuiltIn)
            return ReconciliationResult<LlmBackend>.Success(entity);
        var usage = ledger.TodayOf(BackendSelection.NameOf(entity));
        if (usage is null || usage == entity.Status?.Usage || entity.Status is not { } status)
            return ReconciliationResult<LlmBackend>.Success(entity, Interval);
        var written = await statuses.WriteAsync(Definitions.LlmBackends, entity, status with { Usage = usage }, cancellationToken).ConfigureAwait(false);
        return ReconciliationResult<LlmBackend>.Success(written, Interval);
    }
}
