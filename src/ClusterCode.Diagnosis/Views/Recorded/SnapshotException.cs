namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>A snapshot that cannot be read; the message names the file, the place in it, and how to mend it.</summary>
public sealed class SnapshotException : Exception
{
    /// <summary>Without a message.</summary>
    public SnapshotException()
    {
    }

    /// <summary>With a message for the person who gave the snapshot.</summary>
    public SnapshotException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the person who gave the snapshot, and what lies behind it.</summary>
    public SnapshotException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
