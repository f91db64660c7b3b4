namespace ClusterCode.Diagnosis.Gathering;

/// <summary>The end of a container's log, redacted, bounded, one entry a line.</summary>
/// <param name="Source">Where it was read, such as <c>log pod/checkout-7d9f container app (previous run)</c>.</param>
/// <param name="Lines">The lines, the oldest first; empty where the container wrote nothing.</param>
/// <param name="Problem">Why nothing could be read (forbidden, container never ran, log rotated away); null where it was read.</param>
public sealed record LogExcerpt(string Source, IReadOnlyList<string> Lines, string? Problem = null)
{
    /// <summary>It was read, and the container wrote nothing.</summary>
    public bool IsSilent => Problem is null && Lines.All(string.IsNullOrWhiteSpace);
}
