using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Api.Validation;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Status;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Backends;

/// <summary>Says in an LlmRoute's status which of its members can be used.</summary>
internal sealed class LlmRouteController(IInformer<LlmBackend> backends, IStatusWriter statuses, TimeProvider clock) : IEntityController<LlmRoute>
{
    /// <inheritdoc/>
    public async Task<ReconciliationResult<LlmRoute>> ReconcileAsync(LlmRoute entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null)
            return ReconciliationResult<LlmRoute>.Success(entity);
        var written = await statuses.WriteAsync(Definitions.LlmRoutes, entity, Status(entity), cancellationToken).ConfigureAwait(false);
        return ReconciliationResult<LlmRoute>.Success(written);
    }

    private LlmRouteStatus Status(LlmRoute route)
    {
        var ns = route.Metadata.NamespaceProperty;
        var members = route.Spec.Members.Select(member => (member.Name, Backend: backends.Store.Get(new ObjectKey(ns, member.Name)))).ToList();
        var ready = members.Where(member => ConditionSet.IsTrue(member.Backend?.Status?.Conditions, ConditionTypes.Ready)).Select(member => member.Name).ToList();
        var missing = members.Where(member => member.Backend is null).Select(member => member.Name).ToList();
        var errors = SpecValidator.Validate(route.Spec);
        var (value, reason, message) = errors.Count > 0
            ? (ConditionStatus.False, ConditionReasons.InvalidSpec, string.Join("; ", errors.Select(error => $"{error.Path}: {error.Message}")))
            : ready.Count > 0
                ? (ConditionStatus.True, ConditionReasons.MembersReady, $"{ready.Count} of {members.Count} members are Ready.")
                : (ConditionStatus.False, ConditionReasons.NoMemberReady, $"None of the {members.Count} members is Ready; BuiltIn explains.");
        if (missing.Count > 0)
            message += $" No LlmBackend of namespace {ns} is named {string.Join(", ", missing)}.";
        return new LlmRouteStatus
        {
            ObservedGeneration = route.Metadata.Generation,
            Conditions = ConditionSet.Set(route.Status?.Conditions, ConditionTypes.Ready, value, reason, message, route.Metadata.Generation, clock.GetUtcNow()),
            ReadyMembers = ready,
        };
    }
}
