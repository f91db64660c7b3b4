namespace ClusterCode.Llm.Limits;

/// <summary>
/// Keeps requests away from a backend that fails. After some failures in a row it is left alone for a while; then one request at a time tries it, and the while doubles
/// as long as that fails too.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider clock)
{
    /// <summary>Failures in a row: one may be an accident, and each costs a diagnosis its time limit.</summary>
    public const int Threshold = 3;

    /// <summary>How long a backend is left alone at first: a pod that restarts is back by then.</summary>
    public static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(15);

    /// <summary>How long it is left alone at most.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    /// <summary>A trial that never reported back, because its diagnosis was cancelled, is forgotten after this.</summary>
    private static readonly TimeSpan LongestTrial = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private int failures;
    private TimeSpan rest = ShortestRest;
    private DateTimeOffset restsUntil;
    private DateTimeOffset? triedAt;

    /// <summary>Whether a request may be sent.</summary>
    public CircuitState State
    {
        get
        {
            lock (gate)
                return StateAt(clock.GetUtcNow());
        }
    }

    /// <summary>Takes the right to send a request; of several that come at once to a half-open circuit one gets it.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var state = StateAt(now);
            if (state == CircuitState.HalfOpen)
                triedAt = now;
            return state != CircuitState.Open;
        }
    }

    /// <summary>The backend answered.</summary>
    public void Succeeded()
    {
        lock (gate)
            (failures, rest, triedAt) = (0, ShortestRest, null);
    }

    /// <summary>The backend failed.</summary>
    public void Failed()
    {
        lock (gate)
        {
            failures++;
            if (failures < Threshold)
                return;
            if (failures > Threshold)
                rest = rest * 2 < LongestRest ? rest * 2 : LongestRest;
            (restsUntil, triedAt) = (clock.GetUtcNow() + rest, null);
        }
    }

    /// <summary>Nothing was learnt of the backend: the request was cancelled.</summary>
    public void Abandoned()
    {
        lock (gate)
            triedAt = null;
    }

    private CircuitState StateAt(DateTimeOffset now) =>
        failures < Threshold ? CircuitState.Closed
        : now < restsUntil || (triedAt is { } tried && now - tried < LongestTrial) ? CircuitState.Open
        : CircuitState.HalfOpen;
}
