namespace ClusterCode.Operator.Detection;

/// <summary>The verdict on a workload that failed.</summary>
internal enum RecoveryState
{
    /// <summary>It does not fail at the moment, and has not run long enough to be called well.</summary>
    Unproven,

    /// <summary>It runs, or has completed, without failing again.</summary>
    Recovered,

    /// <summary>Nothing of it is left.</summary>
    Gone,
}
