using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>
/// Cleans up before an entity may vanish. The finalizer's identifier is attached before the controller first sees the entity, and removed once
/// <see cref="FinalizeAsync"/> succeeds; until then it is called again, for ever. It must bear being called twice.
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
