using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Hosting;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>
/// Diagnoses: asks the expert and writes what it found. Owns the findings and conditions Analyzed, Stalled, Reconciling and Ready up to the point where a model is
/// asked; then the <see cref="ExplanationController"/> goes on, so that a slow model never keeps a root cause waiting.
/// </summary>
internal sealed partial class AnalysisController(
    IExpert expert,
    BackendSelector backends,
    IExplainer explainer,
    ExplainedDiagnoses answers,
    DiagnosisStatusWriter statuses,
    DiagnosisEvents events,
    FailureTally tally,
    OperatorIdentity identity,
    TimeProvider clock,
    ILogger<AnalysisController> logger) : IEntityController<DiagnosisRequest>
{
    /// <summary>How soon a target that did not exist, or could not be read, is looked for again.</summary>
    private static readonly TimeSpan TargetRecheck = TimeSpan.FromSeconds(30);

    /// <summary>How soon a young failure whose cause was not proved is looked at again.</summary>
    private static readonly TimeSpan ProvisionalRecheck = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<ReconciliationResult<DiagnosisRequest>> ReconcileAsync(DiagnosisRequest entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null)
            return ReconciliationResult<DiagnosisRequest>.Success(entity);
        if (entity.Spec.Suspend == true)
        {
            await statuses.WriteAsync(entity, status => AnalysisStatus.Suspended(entity, status, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            return ReconciliationResult<DiagnosisRequest>.Success(entity);
        }

        if (!DiagnosisState.NeedsAnalysis(entity) && !DiagnosisState.WaitsForTarget(entity))
        {
            // Told already, unless the operator was stopped between writing the status and telling.
            events.RecordFound(entity);
            return DiagnosisState.IsProvisional(entity, clock.GetUtcNow().UtcDateTime)
                ? await LookAgainAsync(entity, cancellationToken).ConfigureAwait(false)
                : ReconciliationResult<DiagnosisRequest>.Success(entity);
        }

        if (DiagnosisScope.Problem(entity, identity.Namespace) is var (reason, message))
        {
            await statuses.WriteAsync(entity, status => AnalysisStatus.Refused(entity, status, reason, message, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            return ReconciliationResult<DiagnosisRequest>.Success(entity);
        }

        return await DiagnoseAsync(entity, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconciliationResult<DiagnosisRequest>> DiagnoseAsync(DiagnosisRequest entity, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var report = await expert.DiagnoseAsync(Subject(entity), cancellationToken).ConfigureAwait(false);
        LogDiagnosed(logger, entity.Metadata.NamespaceProperty, entity.Metadata.Name, report.Outcome, report.Message, (clock.GetUtcNow() - started).TotalMilliseconds);
        if (report.Outcome == ExpertOutcome.Unreadable)
        {
            await statuses.WriteAsync(entity, status => AnalysisStatus.Unreadable(entity, status, report.Message, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            return ReconciliationResult<DiagnosisRequest>.Failure(entity, report.Message);
        }

        if (RefusalReason(report.Outcome) is { } refusal)
        {
            await statuses.WriteAsync(entity, status => AnalysisStatus.Refused(entity, status, refusal, report.Message, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            return ReconciliationResult<DiagnosisRequest>.Success(entity, refusal == ConditionReasons.TargetNotSupported ? null : TargetRecheck);
        }

        return await WriteAsync(entity, report, started, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Another look at a young failure whose cause was not proved; only a different cause is written, so that a model is not asked the same again.</summary>
    private async Task<ReconciliationResult<DiagnosisRequest>> LookAgainAsync(DiagnosisRequest entity, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var report = await expert.DiagnoseAsync(Subject(entity), cancellationToken).ConfigureAwait(false);
        return report.Outcome != ExpertOutcome.CauseFound || report.Fingerprint == entity.Status?.Fingerprint
            ? ReconciliationResult<DiagnosisRequest>.Success(entity, ProvisionalRecheck)
            : await WriteAsync(entity, report, started, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconciliationResult<DiagnosisRequest>> WriteAsync(
        DiagnosisRequest entity, ExpertReport report, DateTimeOffset started, CancellationToken cancellationToken)
    {
        answers.Remember(entity);
        var explanation = await ExplainWithoutModelAsync(entity, report, cancellationToken).ConfigureAwait(false);
        var written = await statuses.WriteAsync(
            entity, status => tally.Count(entity, AnalysisStatus.Analyzed(entity, status, report, explanation, started, clock.GetUtcNow())), cancellationToken).ConfigureAwait(false);
        if (written is not null)
            events.RecordFound(written);
        var provisional = written is not null && DiagnosisState.IsProvisional(written, clock.GetUtcNow().UtcDateTime);
        return ReconciliationResult<DiagnosisRequest>.Success(written ?? entity, provisional ? ProvisionalRecheck : null);
    }

    /// <summary>The expert's own words, where no model is to be asked: they take no time, so the diagnosis is complete with one write.</summary>
    private async Task<ExplanationOutcome?> ExplainWithoutModelAsync(DiagnosisRequest entity, ExpertReport report, CancellationToken cancellationToken)
    {
        if (entity.Spec.Depth == DiagnosisDepth.Analyze)
            return null;
        var selection = backends.Look(entity);
        if (selection.Backend is not null && (report.Outcome != ExpertOutcome.Healthy || entity.Spec.Depth == DiagnosisDepth.Investigate))
            return null;
        var words = await explainer.ExplainAsync(ExplanationRequests.Of(entity, report), BackendConfiguration.BuiltIn, cancellationToken).ConfigureAwait(false);
        return selection.Standin(words);
    }

    private static DiagnosisSubject Subject(DiagnosisRequest entity) => new()
    {
        Namespace = entity.Metadata.NamespaceProperty,
        Target = entity.Spec.Target,
        Selector = entity.Spec.Selector,
        Scope = DiagnosisScope.Of(entity.Spec),
        MinSeverity = entity.Spec.MinSeverity ?? Severity.Warning,
    };

    private static string? RefusalReason(ExpertOutcome outcome) => outcome switch
    {
        ExpertOutcome.TargetNotFound => ConditionReasons.TargetNotFound,
        ExpertOutcome.TargetForbidden => ConditionReasons.TargetForbidden,
        ExpertOutcome.TargetNotSupported => ConditionReasons.TargetNotSupported,
        _ => null,
    };
}
