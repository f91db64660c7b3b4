namespace ClusterCode.Diagnosis.Analyzers.Connectivity;

/// <summary>What a host name may be.</summary>
internal enum ClusterNameKind
{
    /// <summary>A Service of the cluster, or a pod behind a headless one.</summary>
    Service,

    /// <summary>The process's own pod.</summary>
    Loopback,

    /// <summary>An IP address.</summary>
    Address,

    /// <summary>A name outside the cluster, as far as its form tells.</summary>
    External,
}
