using System.Collections.Concurrent;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Works on one entity's key: reads the newest state from the cache and calls what that state asks for.</summary>
internal sealed class EntityReconciler<TEntity>(
    IInformer<TEntity> informer,
    IEntityController<TEntity> controller,
    FinalizerChain<TEntity> finalizers,
    UpdatePredicate<TEntity> predicate,
    IControllerQueue<ObjectKey> queue) : IResourceEventHandler<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    // The last states of entities that are gone, until the controller has been told.
    private readonly ConcurrentDictionary<ObjectKey, TEntity> _gone = new();
    private readonly ResourceDefinition<TEntity> _definition = informer.Definition;

    public void OnAdded(TEntity obj, bool isInInitialList) => queue.Add(_definition.KeyOf(obj));

    public void OnUpdated(TEntity oldObj, TEntity newObj)
    {
        var beginsDeletion = oldObj.Metadata.DeletionTimestamp is null && newObj.Metadata.DeletionTimestamp is not null;
        if (beginsDeletion || predicate(oldObj, newObj))
            queue.Add(_definition.KeyOf(newObj));
    }

    public void OnDeleted(TEntity lastKnown, bool isFinalStateUnknown)
    {
        var key = _definition.KeyOf(lastKnown);
        _gone[key] = lastKnown;
        queue.Add(key);
    }

    public async Task<ReconcileOutcome> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_gone.TryGetValue(key, out var gone))
        {
            var deleted = await controller.DeletedAsync(_definition.Clone(gone), cancellationToken);
            if (!deleted.IsSuccess)
                return Outcome(deleted);
            // Only this state: another of the same name may have come and gone meanwhile.
            _gone.TryRemove(KeyValuePair.Create(key, gone));
        }

        if (informer.Store.Get(key) is not { } cached)
            return default;
        var entity = _definition.Clone(cached);
        if (entity.Metadata.DeletionTimestamp is not null)
            return await finalizers.FinalizeAsync(entity, cancellationToken);
        return Outcome(await controller.ReconcileAsync(await finalizers.AttachAsync(entity, cancellationToken), cancellationToken));
    }

    private static ReconcileOutcome Outcome(ReconciliationResult<TEntity> result) =>
        result.IsSuccess ? new ReconcileOutcome(result.RequeueAfter) : new ReconcileOutcome(result.RequeueAfter, result.ErrorMessage ?? "no reason given", result.Error);
}
