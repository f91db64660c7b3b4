namespace ClusterCode.Llm.Limits;

/// <summary>
/// Lets a number of callers through at a time, the others in the order in which they came. The number is named by each caller, so that a changed limit holds at once.
/// </summary>
internal sealed class TurnQueue
{
    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> waiting = [];
    private int underWay;

    /// <summary>Callers that have a turn now.</summary>
    public int UnderWay
    {
        get
        {
            lock (gate)
                return underWay;
        }
    }

    /// <summary>Takes a turn if one is free now, and nobody waits for it.</summary>
    public bool TryEnter(int limit)
    {
        lock (gate)
        {
            if (underWay >= limit || waiting.Count > 0)
                return false;
            underWay++;
            return true;
        }
    }

    /// <summary>Waits for a turn.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled first; no turn is taken then.</exception>
    public async Task EnterAsync(int limit, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(limit);
        lock (gate)
        {
            waiting.AddLast(waiter);
            LetIn();
        }

        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).Turn.TrySetCanceled(token), waiter).ConfigureAwait(false);
        try
        {
            await waiter.Turn.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (gate)
            {
                waiting.Remove(waiter);
                LetIn();
            }

            throw;
        }
    }

    /// <summary>Gives a turn back.</summary>
    public void Leave()
    {
        lock (gate)
        {
            underWay--;
            LetIn();
        }
    }

    // Who gave up in the same moment is passed over: its turn could not be set any more.
    private void LetIn()
    {
        while (waiting.First is { } first && underWay < first.Value.Limit)
        {
            waiting.RemoveFirst();
            if (first.Value.Turn.TrySetResult())
                underWay++;
        }
    }

    private sealed class Waiter(int limit)
    {
        public int Limit { get; } = limit;

        // Continuations run elsewhere: a turn is given under the lock.
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
