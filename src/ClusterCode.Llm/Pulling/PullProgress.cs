namespace ClusterCode.Llm.Pulling;

/// <summary>How far a pull is.</summary>
/// <param name="Completed">Bytes that are there.</param>
/// <param name="Total">Bytes in all, as far as the server has told; zero until it has.</param>
public sealed record PullProgress(long Completed, long Total)
{
    /// <summary>The share that is there, 0 to 100; null while the size is unknown.</summary>
    public int? Percent => Total > 0 ? (int)(100m * Completed / Total) : null;
}
