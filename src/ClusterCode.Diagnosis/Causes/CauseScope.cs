namespace ClusterCode.Diagnosis.Causes;

/// <summary>How near a cause must be to its symptom.</summary>
internal enum CauseScope
{
    /// <summary>The same container of the same workload.</summary>
    Container,

    /// <summary>The same pod: any container, or the pod as a whole.</summary>
    Pod,

    /// <summary>The same workload.</summary>
    Workload,
}
