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
    private readonly ResourceDefinition<TEntity> _definition = informer.Definition;

    /// <summary>What the handler has been told and the controller may not know yet.</summary>
    internal EntityHistory<TEntity> History { get; } = new(informer.Definition);

    public void OnAdded(TEntity obj, bool isInInitialList)
    {
        History.Added(obj);
        queue.Add(_definition.KeyOf(obj), isInInitialList ? QueuePriority.Low : QueuePriority.Normal);
    }

    public void OnUpdated(TEntity oldObj, TEntity newObj)
    {
        var isWanted = true;
        try
        {
            var beginsDeletion = oldObj.Metadata.DeletionTimestamp is null && newObj.Metadata.DeletionTimestamp is not null;
            isWanted = beginsDeletion || predicate(oldObj, newObj);
        }
        finally
        {
            // A predicate that throws has not said that the change is worth nothing.
            if (isWanted)
                queue.Add(_definition.KeyOf(newObj), _definition.IsSameVersion(oldObj, newObj) ? QueuePriority.Low : QueuePriority.Normal);
        }
    }

    public void OnDeleted(TEntity lastKnown, bool isFinalStateUnknown)
    {
        History.Deleted(lastKnown);
        queue.Add(_definition.KeyOf(lastKnown));
    }

    public async Task<ReconcileOutcome> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        while (History.NextGone(key) is { } gone)
        {
            var deleted = await TellDeletedAsync(key, gone, cancellationToken);
            // Whoever is not done with the end of one object is not shown the next of the same name.
            if (!deleted.IsSuccess)
                return Outcome(deleted);
            History.Settled(key);
        }

        if (informer.Store.Get(key) is not { } cached || !History.IsPresent(cached))
            return default;
        var entity = _definition.Clone(cached);
        if (entity.Metadata.DeletionTimestamp is not null)
            return await finalizers.FinalizeAsync(entity, cancellationToken);
        return Outcome(await controller.ReconcileAsync(await finalizers.AttachAsync(entity, cancellationToken), cancellationToken));
    }

    private async Task<ReconciliationResult<TEntity>> TellDeletedAsync(ObjectKey key, TEntity gone, CancellationToken cancellationToken)
    {
        try
        {
            return await controller.DeletedAsync(_definition.Clone(gone), cancellationToken);
        }
        // What is gone does not change any more, so nothing will ever mend this. The next object of the same name must not suffer for it.
        catch (TerminalException)
        {
            History.Settled(key);
            queue.Add(key);
            throw;
        }
    }

    private static ReconcileOutcome Outcome(ReconciliationResult<TEntity> result) =>
        result.IsSuccess ? new ReconcileOutcome(result.RequeueAfter) : new ReconcileOutcome(result.RequeueAfter, result.ErrorMessage ?? "no reason given", result.Error);
}
