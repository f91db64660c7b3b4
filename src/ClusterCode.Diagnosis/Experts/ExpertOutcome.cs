namespace ClusterCode.Diagnosis.Experts;

/// <summary>How a diagnosis ended.</summary>
public enum ExpertOutcome
{
    /// <summary>A root cause was found.</summary>
    CauseFound,

    /// <summary>Nothing is wrong.</summary>
    Healthy,

    /// <summary>Something fails, and no analyzer knows why; the findings name the symptom.</summary>
    CauseUnknown,

    /// <summary>The target does not exist.</summary>
    TargetNotFound,

    /// <summary>The operator may not read the target.</summary>
    TargetForbidden,

    /// <summary>The target's kind cannot be diagnosed.</summary>
    TargetNotSupported,

    /// <summary>The API server could not be read; another try may succeed.</summary>
    Unreadable,
}
