using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>
/// Brings the world in line with an entity.
/// <para>
/// Promised: after every change that passes the controller's predicate there is a call, with a state that is at least as new. Calls for one name never overlap, those for
/// the end of an entity and for the next one of its name included, and these come in that order. What fails is tried again for ever, after 5 ms, doubling up to
/// 1000 s; a call that succeeds starts that anew. An entity that waits for its turn or is stuck holds up no other, as long as fewer entities are stuck than the controller has workers.
/// What has changed comes before what was only there when the operator started.
/// </para>
/// <para>
/// Not promised: a call for each change. A call is caused by a state, not by an event: changes that come together, or during a call, are one further call. The state comes
/// from the cache and may be stale, so write with preconditions; and be prepared to be called for a state that has been dealt with, as after every start.
/// </para>
/// <para>An entity that is being deleted goes to its finalizers, not here.</para>
/// </summary>
/// <typeparam name="TEntity">The entity's class.</typeparam>
public interface IEntityController<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// Makes it so. A failure and an exception are retried for ever, but for a <see cref="TerminalException"/>, after which only a change of the entity brings it back. A
    /// cancellation that nobody asked for, as of an HTTP request that took too long, is an exception as any other.
    /// </summary>
    /// <param name="entity">A copy of the newest state in the cache; it may be changed freely.</param>
    /// <param name="cancellationToken">Signalled when the operator is stopping and its drain timeout is over, or when the controller's reconciliation timeout is.</param>
    Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, CancellationToken cancellationToken);

    /// <summary>
    /// The entity is gone. It is called once for each entity that was seen and deleted, also when several bore one name, before the next of that name is reconciled; until it
    /// succeeds, that one waits. After a <see cref="TerminalException"/> it is not called again. Best effort: it is not called for what was deleted while the operator was not
    /// running, a failure is retried only as long as it runs, and an entity that came and went unseen is not told.
    /// What must be cleaned up for certain needs an <see cref="IEntityFinalizer{TEntity}"/>.
    /// </summary>
    /// <param name="entity">The last state that was known.</param>
    /// <param name="cancellationToken">Signalled when the operator is stopping and its drain timeout is over.</param>
    Task<ReconciliationResult<TEntity>> DeletedAsync(TEntity entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<TEntity>.Success(entity));
}
