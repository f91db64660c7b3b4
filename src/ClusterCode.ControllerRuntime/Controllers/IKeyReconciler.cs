namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>A controller whose unit of work is not one object: its keys are whatever its watches and its queue's users name.</summary>
/// <typeparam name="TKey">The key: small, immutable, compared by value.</typeparam>
public interface IKeyReconciler<in TKey>
    where TKey : notnull
{
    /// <summary>Works on one key. Calls for one key never overlap; an exception is retried for ever, at growing intervals, but for a <see cref="TerminalException"/>.</summary>
    Task<KeyReconciliation> ReconcileAsync(TKey key, CancellationToken cancellationToken);
}
