namespace ClusterCode.Diagnosis.Views.Recorded.Files;

/// <summary>A file of a snapshot, read as text.</summary>
/// <param name="Path">Its path below the snapshot, with slashes.</param>
/// <param name="Text">What it holds.</param>
internal sealed record SnapshotFile(string Path, string Text)
{
    /// <summary>The parts of its path.</summary>
    public string[] Segments { get; } = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
