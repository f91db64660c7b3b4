namespace ClusterCode.Llm.Limits;

/// <summary>How long answers take: an average in which newer ones weigh more.</summary>
internal sealed class Pace
{
    // A server that became slow shows within a few answers, and one slow answer does not condemn it.
    private const double WeightOfNewest = 0.3;

    private readonly Lock gate = new();
    private double? milliseconds;

    /// <summary>The average; null before the first answer.</summary>
    public TimeSpan? Average
    {
        get
        {
            lock (gate)
                return milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null;
        }
    }

    /// <summary>Counts an answer.</summary>
    public void Add(TimeSpan took)
    {
        lock (gate)
            milliseconds = milliseconds is { } before ? before + (WeightOfNewest * (took.TotalMilliseconds - before)) : took.TotalMilliseconds;
    }
}
