using System.Text.RegularExpressions;
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
internal sealed partial record LogEntry(int Index, int End, LogLevel Level, string Text, DateTimeOffset? Time, ErrorShape? Shape, StackTrace? Trace)
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
            if (trace is null && line.Level >= LogLevel.Error && i + 1 < lines.Count && StackTraceReader.ReadAt(lines, i + 1) is { } below)
            {
                // Loggers write their own line above the exception's: the two are one error, and the exception says which.
                var text = line.Text.Contains(below.Message, StringComparison.Ordinal) ? line.Text : $"{line.Text.TrimEnd(' ', ':')}: {below.Message}";
                entries.Add(new LogEntry(i, below.End, LogLevel.Error, text, last, ShapeReader.ReadAt(lines, i) ?? InTrace(lines, i + 1, below.End), below));
                i = below.End;
                continue;
            }

            if (trace is null && OfConsoleLogger(lines, i, last) is { } block)
            {
                entries.Add(block);
                i = block.End;
                continue;
            }

            var end = trace?.End ?? i + 1;
            entries.Add(new LogEntry(i, end, trace is null ? line.Level : LogLevel.Error, trace?.Message ?? line.Text, last, ShapeReader.ReadAt(lines, i) ?? (trace is null ? null : InTrace(lines, i, end)), trace));
            i = end;
        }

        return entries;
    }

    // .NET's console logger writes a line of level, category and event, and the message and the exception indented below it.
    private static LogEntry? OfConsoleLogger(IReadOnlyList<string> lines, int start, DateTimeOffset? time)
    {
        if (ConsoleHeader().Match(lines[start]) is not { Success: true } header)
            return null;
        var end = start + 1;
        while (end < lines.Count && lines[end].StartsWith("      ", StringComparison.Ordinal))
            end++;
        if (end == start + 1)
            return null;
        var level = header.Groups["level"].ValueSpan switch { "crit" => LogLevel.Fatal, "fail" => LogLevel.Error, "warn" => LogLevel.Warning, _ => LogLevel.Info };
        var message = lines[start + 1].Trim();
        var exception = lines.Skip(start + 2).Take(end - start - 2).Select(line => Exception().Match(line)).FirstOrDefault(match => match.Success)?.Groups["message"].Value;
        return new LogEntry(start, end, level, exception is null ? message : $"{message} {exception}", time, InTrace(lines, start, end), null);
    }

    private static ErrorShape? InTrace(IReadOnlyList<string> lines, int start, int end) => ErrorShapes.Find([.. lines.Skip(start).Take(Math.Min(end - start, 200))]) is [.., var last] ? last with { Index = start } : null;

    [GeneratedRegex(@"^(?<level>trce|dbug|info|warn|fail|crit): [\w.+`]{1,200}\[\d{1,9}\]\s*$", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex ConsoleHeader();

    [GeneratedRegex(@"^\s+(?:---> )?(?<message>(?:\w+\.)+\w*(?:Exception|Error)(?: \([^)]{1,100}\))?: .*)$", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Exception();
}
