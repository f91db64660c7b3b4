namespace ClusterCode.Api.LlmBackends;

/// <summary>Progress of a pull.</summary>
public sealed record ModelPull
{
    /// <summary>Bytes that are there.</summary>
    public long? Completed { get; init; }

    /// <summary>Bytes in all.</summary>
    public long? Total { get; init; }

    /// <summary>The share that is there, 0 to 100.</summary>
    public int? Percent { get; init; }
}
