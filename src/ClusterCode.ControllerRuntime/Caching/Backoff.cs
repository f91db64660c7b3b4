namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Delays that double with each failure, with as much again at random on top, and begin anew after a time without failures. The numbers are client-go's.</summary>
internal sealed class Backoff(TimeProvider timeProvider, Random random)
{
    public static readonly TimeSpan Initial = TimeSpan.FromMilliseconds(800);

    public static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan ResetAfter = TimeSpan.FromMinutes(2);

    private TimeSpan _next = Initial;
    private long? _lastFailure;

    /// <summary>How long to wait after a failure now.</summary>
    public TimeSpan Next()
    {
        if (_lastFailure is { } last && timeProvider.GetElapsedTime(last) > ResetAfter)
            _next = Initial;
        _lastFailure = timeProvider.GetTimestamp();
        var delay = _next;
        _next = _next * 2 < Max ? _next * 2 : Max;
        return delay * (1 + random.NextDouble());
    }
}
