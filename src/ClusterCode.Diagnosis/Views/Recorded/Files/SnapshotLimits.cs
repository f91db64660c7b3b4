namespace ClusterCode.Diagnosis.Views.Recorded.Files;

/// <summary>How much of a snapshot is read: it may come from anyone.</summary>
internal static class SnapshotLimits
{
    /// <summary>Bytes of one file of objects; a namespace of ten thousand pods has some 100 MiB of JSON.</summary>
    public const long FileBytes = 256L << 20;

    /// <summary>Bytes of one log that are kept, from its end; a diagnosis reads 128 KiB.</summary>
    public const int LogBytes = 4 << 20;

    /// <summary>Bytes of all files together.</summary>
    public const long TotalBytes = 1L << 30;

    /// <summary>Files.</summary>
    public const int Files = 50_000;
}
