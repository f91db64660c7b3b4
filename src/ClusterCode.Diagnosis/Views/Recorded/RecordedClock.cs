namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>A clock that stands at the time of a recording, so that ages are what they were.</summary>
/// <param name="now">The time of the recording.</param>
internal sealed class RecordedClock(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}
