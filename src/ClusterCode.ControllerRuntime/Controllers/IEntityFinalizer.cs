using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>
/// Cleans up before an entity may vanish.
/// <para>
/// The finalizer's identifier is attached before the controller first sees the entity, so whatever the controller does outside the cluster is done to an entity
/// that cannot vanish unnoticed. It is attached by a patch that holds only for the state that was read: an entity whose deletion has begun meanwhile is not given
/// one, and is not reconciled.
/// </para>
/// <para>
/// Once the entity is being deleted, <see cref="FinalizeAsync"/> is called instead of the controller, with the entity as the server has it at that moment. It is
/// called again after every exception and every failure, with a growing delay or the one that the result names, for ever; after a restart too. There is no
/// number of tries after which an entity is given up. A success that names a delay means that the work is under way: the finalizer stays, and is called again then.
/// </para>
/// <para>
/// A success removes the identifier, and it alone, from this very object: others' identifiers stay, as does another object of the same name. Finalizers
/// of an entity run in the order in which they were added; when one does not succeed, the next waits. An object that is gone needs nothing more.
/// </para>
/// <para>
/// A finalizer whose success was removed is not called again, even while the cache still shows it. It is called again when the process ends, or the server cannot be
/// reached, between its success and the removal: it must bear being called twice.
/// </para>
/// <para>The operator needs the rights to get and patch the entity.</para>
/// </summary>
/// <typeparam name="TEntity">The entity's class.</typeparam>
public interface IEntityFinalizer<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Cleans up.</summary>
    /// <param name="entity">A copy of the entity, which is being deleted.</param>
    /// <param name="cancellationToken">Signalled when the operator is stopping and its drain timeout is over.</param>
    Task<ReconciliationResult<TEntity>> FinalizeAsync(TEntity entity, CancellationToken cancellationToken);
}
