using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>Rust: <c>thread 'main' panicked at src/main.rs:3:5:</c> and the message on the next line, or both on one line in older versions.</summary>
internal sealed partial class RustPanic : IStackTraceFormat
{
    public StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        var old = OldHeader().Match(lines[start]);
        var header = old.Success ? old : Header().Match(lines[start]);
        if (!header.Success)
        {
            return null;
        }

        var end = start + 1;
        var message = old.Groups["message"].Value;
        if (!old.Success)
        {
            message = end < lines.Count ? lines[end++].Trim() : "panicked";
        }

        while (end < lines.Count && Part().IsMatch(lines[end]))
        {
            end++;
        }

        return new StackTrace(end, message, header.Groups["place"].Value);
    }

    [GeneratedRegex(@"thread '[^']*'(?: \(\d+\))? panicked at (?<place>\S+:\d+:\d+):$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Header();

    [GeneratedRegex(@"thread '[^']*' panicked at '(?<message>.*)', (?<place>\S+:\d+:\d+)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex OldHeader();

    [GeneratedRegex(@"^(?:stack backtrace:|note: |\s+\d+: |\s+at )", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Part();
}
