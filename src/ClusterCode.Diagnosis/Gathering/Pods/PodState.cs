namespace ClusterCode.Diagnosis.Gathering.Pods;

/// <summary>How a pod does, as far as its own fields tell.</summary>
internal enum PodState
{
    /// <summary>It runs and is ready, or has finished with success, or is being deleted in time.</summary>
    Healthy,

    /// <summary>It is being started, and has had no time to fail.</summary>
    Starting,

    /// <summary>Something is wrong with it.</summary>
    Failing,
}
