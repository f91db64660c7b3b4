namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>A stack trace in a log.</summary>
/// <param name="End">The index after its last line.</param>
/// <param name="Message">The exception or panic that it is about, the innermost where exceptions are nested.</param>
/// <param name="Location">The frame of the application's own code in which it was thrown.</param>
internal sealed record StackTrace(int End, string Message, string? Location);
