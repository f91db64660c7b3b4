namespace ClusterCode.Benchmarks.Scale.Measuring;

/// <summary>Durations by nearest rank, in seconds.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> durations)
{
    private readonly double[] _sorted = [.. durations.Select(duration => duration.TotalSeconds).Order()];

    /// <summary>The least duration that this share of all does not exceed.</summary>
    public double At(double share) => Math.Round(_sorted[(int)Math.Ceiling(share * _sorted.Length) - 1], 3);
}
