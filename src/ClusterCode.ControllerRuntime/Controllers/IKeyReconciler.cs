namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>
/// A controller whose unit of work is not one object: its keys are whatever its watches and its queue's users name.
/// <para>
/// Promised: what <see cref="IControllerQueue{TKey}"/> promises of keys. A key that a watch maps from an object is added when the object appears, changes or vanishes; on a change,
/// for the old and for the new state. When the operator starts, every object that is there is mapped, at a low priority.
/// </para>
/// <para>Not promised: that what is read from stores is newer than the change that caused the call in another store than the one that told of it; a call for each change.</para>
/// </summary>
/// <typeparam name="TKey">The key: small, immutable, compared by value.</typeparam>
public interface IKeyReconciler<in TKey>
    where TKey : notnull
{
    /// <summary>
    /// Works on one key. Calls for one key never overlap. An exception is retried for ever, after 5 ms, doubling up to 1000 s, but for a <see cref="TerminalException"/>; a call
    /// that succeeds starts that anew.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Signalled when the operator is stopping and its drain timeout is over, or when the controller's reconciliation timeout is.</param>
    /// <returns>When to come again if nothing changes before.</returns>
    Task<KeyReconciliation> ReconcileAsync(TKey key, CancellationToken cancellationToken);
}
