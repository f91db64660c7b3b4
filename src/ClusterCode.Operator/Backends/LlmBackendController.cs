using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.StatusBounds;
using ClusterCode.Api.Validation;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Status;
using ClusterCode.Llm.Probing;
using ClusterCode.Operator.Backends.Pulling;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Backends;

/// <summary>Probes backends and says in condition Ready whether they can be used and, if not, precisely why. A model that is missing is pulled where the spec says so.</summary>
internal sealed partial class LlmBackendController(
    IBackendProbe probe, BackendResolver resolver, ModelPulls pulls, IStatusWriter statuses, TimeProvider clock, ILogger<LlmBackendController> logger) : IEntityController<LlmBackend>
{
    /// <summary>How often a backend that works is probed.</summary>
    private static readonly TimeSpan ReadyInterval = TimeSpan.FromSeconds(60);

    /// <summary>How often one is probed that does not.</summary>
    private static readonly TimeSpan NotReadyInterval = TimeSpan.FromSeconds(10);

    /// <summary>How often progress of a pull is looked at; only a changed percentage is written.</summary>
    private static readonly TimeSpan PullInterval = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<ReconciliationResult<LlmBackend>> ReconcileAsync(LlmBackend entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null)
            return ReconciliationResult<LlmBackend>.Success(entity);
        var underWay = pulls.UnderWay(entity);
        var errors = SpecValidator.Validate(entity.Spec);
        var result = errors.Count > 0
            ? new ProbeResult { Ready = false, Reason = ConditionReasons.InvalidSpec, Message = string.Join("; ", errors.Select(error => $"{error.Path}: {error.Message}")) }
            : underWay is not null ? PullReport.Following(entity, underWay) : await ProbeAsync(entity, cancellationToken).ConfigureAwait(false);
        var status = LlmBackendStatusBounds.Fit(BackendStatus.Of(entity, result, clock.GetUtcNow()));
        var written = await statuses.WriteAsync(Definitions.LlmBackends, entity, status, cancellationToken).ConfigureAwait(false);
        if (!ReferenceEquals(written, entity))
            LogProbed(logger, BackendSelection.NameOf(entity), result.Ready, result.Reason, result.Message);
        TimeSpan? next = errors.Count > 0 ? null : result.Ready ? ReadyInterval : result.Reason == ConditionReasons.ModelPulling ? PullInterval : NotReadyInterval;
        return ReconciliationResult<LlmBackend>.Success(written, next);
    }

    /// <inheritdoc/>
    public Task<ReconciliationResult<LlmBackend>> DeletedAsync(LlmBackend entity, CancellationToken cancellationToken)
    {
        pulls.End(entity);
        return Task.FromResult(ReconciliationResult<LlmBackend>.Success(entity));
    }

    private async Task<ProbeResult> ProbeAsync(LlmBackend entity, CancellationToken cancellationToken)
    {
        var resolved = await resolver.ResolveAsync(entity, cancellationToken).ConfigureAwait(false);
        if (resolved.Configuration is not { } configuration)
            return new ProbeResult { Ready = false, Reason = resolved.Reason!, Message = resolved.Message! };
        var result = await probe.ProbeAsync(configuration, cancellationToken).ConfigureAwait(false);
        if (result.Ready)
            pulls.End(entity);
        return result.Reason == ConditionReasons.ModelNotFound && entity.Spec is { Provider: LlmProvider.Ollama, Pull: ModelPullPolicy.IfNotPresent }
            ? PullReport.Of(entity, pulls.Begin(entity, configuration), result)
            : result;
    }
}
