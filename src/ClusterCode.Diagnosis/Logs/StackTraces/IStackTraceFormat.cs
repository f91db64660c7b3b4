namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>How one language writes its stack traces.</summary>
internal interface IStackTraceFormat
{
    /// <summary>Reads the stack trace that starts at a line; null where none of this format does.</summary>
    StackTrace? ReadAt(IReadOnlyList<string> lines, int start);
}
