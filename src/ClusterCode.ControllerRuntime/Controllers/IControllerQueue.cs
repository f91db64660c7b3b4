namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>
/// The way to put work before a controller, for its watches and for anybody else. Safe from any thread; no call waits.
/// <para>
/// Promised: a key that is added is worked on at least once after that, with the state of the cache as it is then. It is in the queue once, however often it is added,
/// and is never worked on by two at once. Added while it is being worked on, it comes round again. Of several times and priorities for one key the earliest and the
/// highest count. The highest priority comes first; keys of one priority come in the order in which they became ready. A delayed key never comes early. Keys are
/// remembered from before the controller starts.
/// </para>
/// <para>
/// Not promised: one call for each addition; an order between keys that several workers take; that a low priority is ever reached while higher ones keep
/// coming faster than they are worked off. What waits when the process ends is lost: whoever adds keys must find them again at the next start, as watches do.
/// </para>
/// </summary>
/// <typeparam name="TKey">The key: small, immutable, compared by value.</typeparam>
public interface IControllerQueue<in TKey>
    where TKey : notnull
{
    /// <summary>As soon as possible.</summary>
    /// <param name="key">The key.</param>
    /// <param name="priority">Higher ones come first.</param>
    void Add(TKey key, int priority = QueuePriority.Normal);

    /// <summary>After <paramref name="delay"/>; at once when that is zero or less. An addition without a delay, or with a shorter one, overtakes it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="delay">How long it waits at least.</param>
    /// <param name="priority">Higher ones come first, among those that are ready.</param>
    void AddAfter(TKey key, TimeSpan delay, int priority = QueuePriority.Normal);
}
