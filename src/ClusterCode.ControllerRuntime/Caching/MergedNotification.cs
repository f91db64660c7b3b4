using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// All that a handler which lags behind has yet to be told of one key: the end of the object that it knows, then the newest state of the one that is there. Changes in
/// between, and objects that came and went in between, are left out.
/// </summary>
internal sealed class MergedNotification<T>(ObjectKey key)
    where T : class
{
    // What the handler is told of first, and then.
    private Notification<T>? _deleted;
    private Notification<T>? _current;

    public ObjectKey Key { get; } = key;

    public bool IsEmpty => _deleted is null && _current is null;

    public void Merge(in Notification<T> next)
    {
        if (next.New is { } state)
        {
            // An update of what the handler is to be told of anyway only replaces that state.
            _current = _current is { } waiting ? waiting with { New = state } : next;
            return;
        }

        // Only an object that the handler knows, or will know, has an end worth telling: an addition that still waits is one that it never heard of.
        var isKnown = _current is not { Old: null };
        _current = null;
        if (isKnown)
            _deleted = next;
    }

    /// <summary>Takes what comes first.</summary>
    public Notification<T> Take()
    {
        var first = _deleted ?? _current!.Value;
        if (_deleted is null)
            _current = null;
        _deleted = null;
        return first;
    }
}
