namespace ClusterCode.Diagnosis.Logs.Troubles;

/// <summary>How a log shows that a process which runs works badly.</summary>
internal enum LogTroubleKind
{
    /// <summary>It reports errors again and again, up to now.</summary>
    Errors,

    /// <summary>It reported errors for a while, and works again.</summary>
    PastErrors,

    /// <summary>It reports one error that does not pass by itself.</summary>
    StandingError,

    /// <summary>What it does takes longer and longer.</summary>
    Slower,

    /// <summary>Its memory grows.</summary>
    Growing,
}
