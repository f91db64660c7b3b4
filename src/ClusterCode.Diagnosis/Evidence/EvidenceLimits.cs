namespace ClusterCode.Diagnosis.Evidence;

/// <summary>How much evidence one report holds: it must fit a status, and the important part of it a small model's context.</summary>
internal static class EvidenceLimits
{
    /// <summary>Bytes of one item.</summary>
    public const int ItemBytes = 2048;

    /// <summary>Bytes of an item's source.</summary>
    public const int SourceBytes = 256;

    /// <summary>Items that one finding cites.</summary>
    public const int ItemsOfFinding = 8;

    /// <summary>Items that are cited in all.</summary>
    public const int CitedItems = 80;

    /// <summary>Items that no finding cites.</summary>
    public const int ContextItems = 20;

    /// <summary>Bytes of all items that no finding cites.</summary>
    public const int ContextBytes = 24 * 1024;
}
