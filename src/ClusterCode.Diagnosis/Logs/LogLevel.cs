namespace ClusterCode.Diagnosis.Logs;

/// <summary>What a line says of its own weight. Ordered: a higher value is worse.</summary>
internal enum LogLevel
{
    /// <summary>The line names no level.</summary>
    None,

    /// <summary>Trace, debug, info, notice.</summary>
    Info,

    /// <summary>Warning.</summary>
    Warning,

    /// <summary>Error.</summary>
    Error,

    /// <summary>Fatal, critical, emergency: the process gives up.</summary>
    Fatal,
}
