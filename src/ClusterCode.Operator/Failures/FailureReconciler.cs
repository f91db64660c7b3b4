using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Metadata;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Policies;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Failures;

/// <summary>
/// Keeps one DiagnosisRequest per failing workload: creates it when a policy wants it, counts occurrences, asks for another diagnosis when the workload fails in
/// another way, and marks it resolved. Everything is derived from what the API shows now, so that it may be killed at any moment.
/// </summary>
internal sealed partial class FailureReconciler(
    WorkloadSnapshots snapshots,
    IInformer<DiagnosisPolicy> policies,
    IInformer<NamespaceSummary> namespaces,
    IInformer<DiagnosisRequest> diagnoses,
    WorkloadOwners owners,
    DiagnosisBudget budget,
    FailureTally tally,
    IApiClient api,
    DiagnosisStatusWriter statuses,
    DiagnosisEvents events,
    TimeProvider clock,
    ILogger<FailureReconciler> logger) : IKeyReconciler<WorkloadKey>
{
    /// <summary>A diagnosis that waits for its policy's <c>maxConcurrent</c> is called when one ends; this is for the call that never comes.</summary>
    private static readonly TimeSpan BudgetWait = TimeSpan.FromSeconds(10);

    /// <summary>The analysis of a new diagnosis brings the count along; only when it is late is the count written on its own.</summary>
    private static readonly TimeSpan AnalysisPatience = TimeSpan.FromMinutes(1);

    /// <summary>How soon a workload that shows no failure, and is not proven well, is looked at again.</summary>
    private static readonly TimeSpan RecoveryCheck = TimeSpan.FromSeconds(5);

    /// <summary>A workload that keeps changing how it fails is diagnosed again at most this often.</summary>
    private static readonly TimeSpan SignatureInterval = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<KeyReconciliation> ReconcileAsync(WorkloadKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var workload = snapshots.Of(key);
        var failures = workload.Failures(now);
        var diagnosis = diagnoses.Store.Get(new ObjectKey(key.Namespace, key.DiagnosisName()));
        if (diagnosis is { Metadata.DeletionTimestamp: not null })
            return KeyReconciliation.Done;
        if (failures.Count == 0)
            return diagnosis is null ? KeyReconciliation.Done : await ResolveAsync(workload, diagnosis, now, cancellationToken).ConfigureAwait(false);

        var namespaceLabels = namespaces.Store.Get(new ObjectKey(null, key.Namespace))?.Metadata.Labels;
        var match = PolicyMatcher.Match(policies.Store.List(), workload, failures, namespaceLabels, now);
        if (match is not { Due.Count: > 0 })
        {
            // A failure that is known already is known without its policy's consent; only new ones need it.
            if (diagnosis is not null && match is null)
                return await CountAsync(workload, diagnosis, failures, null, now, cancellationToken).ConfigureAwait(false);
            return match?.NextDue is { } nextDue ? KeyReconciliation.RequeueAfter(nextDue) : KeyReconciliation.Done;
        }

        return diagnosis is null
            ? await CreateAsync(workload, match, cancellationToken).ConfigureAwait(false)
            : await CountAsync(workload, diagnosis, match.Due, match.Policy, now, cancellationToken).ConfigureAwait(false);
    }

    private async Task<KeyReconciliation> CreateAsync(WorkloadSnapshot workload, PolicyMatch match, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(workload.Key.Namespace, workload.Key.DiagnosisName());
        var policy = match.Policy;
        if (!budget.TryBegin(policy.Metadata.Name, policy.Spec.MaxConcurrent ?? PolicyDefaults.MaxConcurrent, key, workload.Key))
            return KeyReconciliation.RequeueAfter(BudgetWait);
        try
        {
            var owner = await owners.FindAsync(workload, match.Due[0], cancellationToken).ConfigureAwait(false);
            var draft = DiagnosisDrafts.Create(workload.Key, match, FailureSignature.Of(workload, match.Due), owner);
            await api.CreateAsync(Definitions.DiagnosisRequests, draft, cancellationToken).ConfigureAwait(false);
            LogCreated(logger, key, workload.Key, match.Due[0].Trigger, policy.Metadata.Name);
            // The cache's own event brings the workload back, to count.
            return KeyReconciliation.Done;
        }
        catch (ApiStatusException exception) when (exception.IsAlreadyExists)
        {
            return KeyReconciliation.Done;
        }
        catch (ApiStatusException exception) when (exception.IsForbidden && exception.Message.Contains("being terminated", StringComparison.Ordinal))
        {
            // Nothing can be created in a namespace that is going away, and nothing needs to be.
            budget.Forget(key);
            return KeyReconciliation.Done;
        }
        catch
        {
            budget.Forget(key);
            throw;
        }
    }

    private async Task<KeyReconciliation> CountAsync(
        WorkloadSnapshot workload, DiagnosisRequest diagnosis, IReadOnlyList<DetectedFailure> failures, DiagnosisPolicy? policy,
        DateTime now, CancellationToken cancellationToken)
    {
        if (diagnosis.Spec.Suspend == true)
            return KeyReconciliation.Done;
        var wait = policy is null ? null : await RequestAgainAsync(workload, diagnosis, failures, policy, now, cancellationToken).ConfigureAwait(false);

        if (diagnosis.Status?.Conditions is null or [] && now - diagnosis.Metadata.CreationTimestamp is { } age && age < AnalysisPatience)
            return KeyReconciliation.RequeueAfter(Sooner(wait, AnalysisPatience - age));

        var before = diagnosis.Status?.Occurrences;
        var after = OccurrenceCounter.Count(before, failures);
        var reopened = ConditionSet.IsTrue(diagnosis.Status?.Conditions, ConditionTypes.Resolved);
        var unmarked = ConditionSet.Get(diagnosis.Status?.Conditions, ConditionTypes.Resolved) is null;
        if (reopened || unmarked || OccurrenceCounter.IsWorthWriting(before, after))
        {
            if (!reopened && !unmarked && before?.LastSeen is { } last && now - last is var since && since < OccurrenceCounter.WriteInterval && before.AffectedPods == after.AffectedPods)
                return KeyReconciliation.RequeueAfter(Sooner(wait, OccurrenceCounter.WriteInterval - since));
            await statuses.WriteAsync(diagnosis, status => tally.Count(diagnosis, status, failures), cancellationToken).ConfigureAwait(false);
        }

        // A crash counts as over after a while without an event of the API, so the clock must bring the workload back.
        return KeyReconciliation.RequeueAfter(Sooner(wait, CrashWindow.Shortest));
    }

    /// <summary>Asks for another diagnosis where the failure changed, or came back after the cooldown. Returns the time to wait where it is too soon.</summary>
    private async Task<TimeSpan?> RequestAgainAsync(
        WorkloadSnapshot workload, DiagnosisRequest diagnosis, IReadOnlyList<DetectedFailure> failures, DiagnosisPolicy policy,
        DateTime now, CancellationToken cancellationToken)
    {
        var signature = FailureSignature.Of(workload, failures);
        var annotations = diagnosis.Metadata.Annotations;
        var changed = annotations?.TryGetValue(DiagnosisDrafts.SignatureAnnotation, out var known) != true || known != signature;
        var cameBack = ConditionSet.IsTrue(diagnosis.Status?.Conditions, ConditionTypes.Resolved)
            && diagnosis.Status?.ResolvedTime is { } resolved && now - resolved >= PolicyDefaults.CooldownOf(policy.Spec);
        if (!changed && !cameBack)
            return null;
        if (LastRequested(diagnosis) is { } requested && now - requested is var since && since < SignatureInterval)
            return SignatureInterval - since;

        var patch = JsonSerializer.SerializeToNode(DiagnosisDrafts.RequestAgain(signature, now), FailureJsonContext.Default.MetadataPatch)!;
        try
        {
            await api.PatchAsync(
                Definitions.DiagnosisRequests, new ObjectKey(diagnosis.Metadata.NamespaceProperty, diagnosis.Metadata.Name),
                PatchKind.Merge, patch, cancellationToken: cancellationToken).ConfigureAwait(false);
            LogRequestedAgain(logger, diagnosis.Metadata.NamespaceProperty, diagnosis.Metadata.Name, changed ? "it fails in another way" : "it failed again");
        }
        catch (ApiStatusException exception) when (exception.IsNotFound)
        {
            // Deleted a moment ago; its deletion brings the workload back.
        }

        return null;
    }

    private async Task<KeyReconciliation> ResolveAsync(
        WorkloadSnapshot workload, DiagnosisRequest diagnosis, DateTime now, CancellationToken cancellationToken)
    {
        if (ConditionSet.IsTrue(diagnosis.Status?.Conditions, ConditionTypes.Resolved))
        {
            events.RecordResolved(diagnosis);
            return KeyReconciliation.Done;
        }

        var recovery = RecoveryJudge.Judge(workload, now);
        if (recovery.State == RecoveryState.Unproven || DiagnosisBudget.IsActive(diagnosis))
            return KeyReconciliation.RequeueAfter(RecoveryCheck);
        var reason = recovery.State == RecoveryState.Recovered ? ConditionReasons.Recovered : ConditionReasons.WorkloadGone;
        var written = await statuses.WriteAsync(diagnosis, status => status with
        {
            ResolvedTime = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc),
            Occurrences = status.Occurrences is { } occurrences ? occurrences with { AffectedPods = 0 } : null,
            Conditions = ConditionSet.Set(
                status.Conditions, ConditionTypes.Resolved, ConditionStatus.True, reason, recovery.Message, diagnosis.Metadata.Generation, clock.GetUtcNow()),
        }, cancellationToken).ConfigureAwait(false);
        if (written is not null)
        {
            LogResolved(logger, workload.Key, recovery.Message);
            events.RecordResolved(written);
        }

        return KeyReconciliation.Done;
    }

    private static DateTime? LastRequested(DiagnosisRequest diagnosis) =>
        diagnosis.Metadata.Annotations?.TryGetValue(AnnotationNames.RequestedAt, out var text) == true
        && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time) ? time.UtcDateTime : null;

    private static TimeSpan Sooner(TimeSpan? one, TimeSpan other) => one is { } value && value < other ? value : other;
}
