namespace ClusterCode.Diagnosis.Views;

/// <summary>The kind of answer that a read of the cluster gave.</summary>
public enum LookupStatus
{
    /// <summary>It exists and was read.</summary>
    Found,

    /// <summary>It does not exist.</summary>
    Missing,

    /// <summary>It may not be read.</summary>
    Forbidden,

    /// <summary>The API server, or what stands behind it, failed.</summary>
    Unavailable,
}
