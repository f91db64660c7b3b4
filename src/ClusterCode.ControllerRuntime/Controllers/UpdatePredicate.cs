namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Whether a change is worth a reconciliation. It is asked for updates only: additions, deletions and the beginning of a deletion always are.</summary>
public delegate bool UpdatePredicate<in TEntity>(TEntity oldEntity, TEntity newEntity);
