namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>All formats that are known.</summary>
internal static class StackTraceReader
{
    private static readonly IStackTraceFormat[] Formats =
        [new PythonTraceback(), new GoPanic(), new RustPanic(), new RubyTrace(), new PhpTrace(), new JvmTrace(), new DotNetTrace(), new NodeTrace()];

    /// <summary>Reads the stack trace that starts at a line; null where none does.</summary>
    public static StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        foreach (var format in Formats)
        {
            if (format.ReadAt(lines, start) is { } trace)
            {
                return trace;
            }
        }

        return null;
    }
}
