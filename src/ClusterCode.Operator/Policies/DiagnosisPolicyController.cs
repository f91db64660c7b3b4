using System.Collections.Concurrent;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Validation;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Status;
using ClusterCode.Operator.Failures;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Policies;

/// <summary>Says in a DiagnosisPolicy's status whether it is in force, and counts its diagnoses.</summary>
internal sealed class DiagnosisPolicyController(IInformer<DiagnosisRequest> diagnoses, IStatusWriter statuses, TimeProvider clock) : IEntityController<DiagnosisPolicy>
{
    /// <summary>Every diagnosis changes the counts several times; in a storm of hundreds they are written this often and no more.</summary>
    public static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(10);

    // When each policy's status was last written.
    private readonly ConcurrentDictionary<string, long> _written = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<ReconciliationResult<DiagnosisPolicy>> ReconcileAsync(DiagnosisPolicy entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null)
            return ReconciliationResult<DiagnosisPolicy>.Success(entity);
        var name = entity.Metadata.Name;
        var status = Status(entity);
        var onlyCounts = entity.Status is { } before && before.ObservedGeneration == status.ObservedGeneration && (before.Conditions ?? []).SequenceEqual(status.Conditions ?? []);
        if (onlyCounts && _written.TryGetValue(name, out var last) && CountInterval - clock.GetElapsedTime(last) is var wait && wait > TimeSpan.Zero)
            return ReconciliationResult<DiagnosisPolicy>.Success(entity, wait);

        var written = await statuses.WriteAsync(Definitions.DiagnosisPolicies, entity, status, cancellationToken).ConfigureAwait(false);
        if (!ReferenceEquals(written, entity))
            _written[name] = clock.GetTimestamp();
        return ReconciliationResult<DiagnosisPolicy>.Success(written);
    }

    /// <inheritdoc/>
    public Task<ReconciliationResult<DiagnosisPolicy>> DeletedAsync(DiagnosisPolicy entity, CancellationToken cancellationToken)
    {
        _written.TryRemove(entity.Metadata.Name, out _);
        return Task.FromResult(ReconciliationResult<DiagnosisPolicy>.Success(entity));
    }

    private DiagnosisPolicyStatus Status(DiagnosisPolicy policy)
    {
        var made = diagnoses.Store.ByIndex(DiagnosisBudget.ByPolicy, policy.Metadata.Name);
        var resolved = made.Count(diagnosis => ConditionSet.IsTrue(diagnosis.Status?.Conditions, ConditionTypes.Resolved));
        var (value, reason, message) = Verdict(policy.Spec);
        return new DiagnosisPolicyStatus
        {
            ObservedGeneration = policy.Metadata.Generation,
            Conditions = ConditionSet.Set(policy.Status?.Conditions, ConditionTypes.Ready, value, reason, message, policy.Metadata.Generation, clock.GetUtcNow()),
            Failing = made.Count - resolved,
            Diagnoses = made.Count,
            Active = made.Count(DiagnosisBudget.IsActive),
            Resolved = resolved,
        };
    }

    private static (string Value, string Reason, string Message) Verdict(DiagnosisPolicySpec spec)
    {
        var errors = SpecValidator.Validate(spec);
        if (errors.Count > 0)
            return (ConditionStatus.False, ConditionReasons.InvalidSpec, string.Join("; ", errors.Select(error => $"{error.Path}: {error.Message}")));
        if (spec.Suspend == true)
            return (ConditionStatus.False, ConditionReasons.Suspended, "spec.suspend is true; no new diagnoses are made.");
        var notYet = new[] { spec.Schedule is null ? null : "spec.schedule", spec.Notifications is { Count: > 0 } ? "spec.notifications" : null }.OfType<string>().ToList();
        return (ConditionStatus.True, ConditionReasons.PolicyActive,
            notYet.Count == 0 ? "The policy is in force." : $"The policy is in force; {string.Join(" and ", notYet)} is accepted and takes effect in a later version.");
    }
}
