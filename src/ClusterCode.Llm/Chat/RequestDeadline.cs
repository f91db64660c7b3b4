namespace ClusterCode.Llm.Chat;

/// <summary>The time that a request may take. It can be stopped while the request waits for something else than the server.</summary>
internal sealed class RequestDeadline : IDisposable
{
    private readonly CancellationTokenSource end;
    private readonly TimeProvider timeProvider;
    private TimeSpan left;
    private long runningSince;

    public RequestDeadline(TimeSpan time, TimeProvider timeProvider)
    {
        end = new CancellationTokenSource(time, timeProvider);
        this.timeProvider = timeProvider;
        left = time;
        runningSince = timeProvider.GetTimestamp();
    }

    /// <summary>Is cancelled when the time is over.</summary>
    public CancellationToken Token => end.Token;

    /// <summary>Waits without spending the time.</summary>
    public async Task WaitAsideAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        left -= timeProvider.GetElapsedTime(runningSince);
        if (left <= TimeSpan.Zero)
            return;
        end.CancelAfter(Timeout.InfiniteTimeSpan);
        await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
        runningSince = timeProvider.GetTimestamp();
        end.CancelAfter(left);
    }

    public void Dispose() => end.Dispose();
}
