namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Which failures of a watch are borne, so that it goes on from where it was, before only a new list helps.</summary>
internal sealed class ReflectorPatience(TimeProvider timeProvider)
{
    /// <summary>
    /// So many watches in a row may end at once with nothing told. A restarting proxy causes some of them; a server that never tells what is wrong causes them for ever, and a list moves on.
    /// </summary>
    public const int MaxEmptyWatches = 5;

    /// <summary>A server may report internal errors for so long.</summary>
    public static readonly TimeSpan MaxInternalErrors = TimeSpan.FromSeconds(30);

    /// <summary>An internal error that comes so long after the one before has nothing to do with it.</summary>
    public static readonly TimeSpan InternalErrorsForgotten = TimeSpan.FromMinutes(1);

    private int _emptyWatches;
    private long? _firstInternalError;
    private long _lastInternalError;

    /// <summary>A watch lasted or told something.</summary>
    public void WatchWorked() => _emptyWatches = 0;

    /// <summary>Whether one more watch that ended at once is borne.</summary>
    public bool BearsEmptyWatch()
    {
        if (++_emptyWatches < MaxEmptyWatches)
            return true;
        _emptyWatches = 0;
        return false;
    }

    /// <summary>Whether one more internal error is borne.</summary>
    public bool BearsInternalError()
    {
        if (_firstInternalError is null || timeProvider.GetElapsedTime(_lastInternalError) > InternalErrorsForgotten)
            _firstInternalError = timeProvider.GetTimestamp();
        _lastInternalError = timeProvider.GetTimestamp();
        if (timeProvider.GetElapsedTime(_firstInternalError.Value) <= MaxInternalErrors)
            return true;
        _firstInternalError = null;
        return false;
    }
}
