using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.Logs.StackTraces;

namespace ClusterCode.Diagnosis.Logs.Troubles;

/// <summary>One thing that a log says: a line, or a stack trace as a whole.</summary>
/// <param name="Index">Where it begins.</param>
/// <param name="End">The index behind its last line.</param>
/// <param name="Level">Its level.</param>
/// <param name="Text">Its message.</param>
/// <param name="Time">When it was written, where it says.</param>
/// <param name="Shape">What kind of error it is, where that is known.</param>
/// <param name="Trace">The stack trace, where it is one.</param>
internal sealed record LogEntry(int Index, int End, LogLevel Level, string Text, DateTimeOffset? Time, ErrorShape? Shape, StackTrace? Trace)
{
    /// <summary>The entries of a log, the oldest first; blank lines are none. Entries without a time have that of the one before.</summary>
    public static IReadOnlyList<LogEntry> Read(IReadOnlyList<string> lines)
    {
        var entries = new List<LogEntry>(lines.Count);
        DateTimeOffset? last = null;
        for (var i = 0; i < lines.Count;)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                i++;
                continue;
            }

            var trace = StackTraceReader.ReadAt(lines, i);
            var line = LogLine.Parse(lines[i]);
            last = LogTime.Of(lines[i]) ?? last;
            var end = trace?.End ?? i + 1;
            entries.Add(new LogEntry(i, end, trace is null ? line.Level : LogLevel.Error, trace?.Message ?? line.Text, last, ShapeReader.ReadAt(lines, i) ?? (trace is null ? null : InTrace(lines, i, end)), trace));
            i = end;
        }

        return entries;
    }

    private static ErrorShape? InTrace(IReadOnlyList<string> lines, int start, int end) => ErrorShapes.Find([.. lines.Skip(start).Take(Math.Min(end - start, 200))]) is [.., var last] ? last with { Index = start } : null;
}
