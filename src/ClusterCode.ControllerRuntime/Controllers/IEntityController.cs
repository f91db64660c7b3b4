using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>
/// Brings the world in line with an entity. Calls for one entity never overlap. An entity that is being deleted goes to its finalizers, not here. A call is caused by a state, not by an event: changes that come together, or
/// during a call, are one further call, with the newest state of the cache, which may be stale: write with preconditions.
/// </summary>
/// <typeparam name="TEntity">The entity's class.</typeparam>
public interface IEntityController<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Makes it so. A failure and an exception are retried for ever, at growing intervals, but for a <see cref="TerminalException"/>.</summary>
    /// <param name="entity">A copy of the newest state in the cache; it may be changed freely.</param>
    /// <param name="cancellationToken">Signalled when the operator is stopping and its drain timeout is over.</param>
    Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, CancellationToken cancellationToken);

    /// <summary>
    /// The entity is gone. Best effort: it is not called for what was deleted while the operator was not running, and a failure is retried only as long as it runs.
    /// What must be cleaned up for certain needs an <see cref="IEntityFinalizer{TEntity}"/>.
    /// </summary>
    /// <param name="entity">The last state that was known.</param>
    /// <param name="cancellationToken">Signalled when the operator is stopping and its drain timeout is over.</param>
    Task<ReconciliationResult<TEntity>> DeletedAsync(TEntity entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<TEntity>.Success(entity));
}
