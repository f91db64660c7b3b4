using System.Text.Json.Serialization;

namespace ClusterCode.Diagnosis.Views.Recorded.Files;

/// <summary><c>snapshot.json</c>: what a snapshot of ours says of itself.</summary>
internal sealed record SnapshotInfo
{
    /// <summary>The version of the format that is written, and the newest that is read.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>The time of the recording.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The API server's version, where it was known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ServerVersion { get; init; }

    /// <summary>True: what the snapshot does not hold did not exist. False: it holds what was read.</summary>
    public bool Complete { get; init; }
}
