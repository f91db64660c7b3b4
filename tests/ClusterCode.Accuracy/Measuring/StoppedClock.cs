namespace ClusterCode.Accuracy.Measuring;

/// <summary>A clock that stands, so that two diagnoses speak of the same durations.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => now;
}
