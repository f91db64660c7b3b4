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
    /// <inheritdoc/>
    public async Task<ReconciliationResult<DiagnosisPolicy>> ReconcileAsync(DiagnosisPolicy entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null)
            return ReconciliationResult<DiagnosisPolicy>.Success(entity);
        var written = await statuses.WriteAsync(Definitions.DiagnosisPolicies, entity, Status(entity), cancellationToken).ConfigureAwait(false);
        return ReconciliationResult<DiagnosisPolicy>.Success(written);
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
