using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>Node: <c>Error: message</c>, frames with line and column, then the error's own fields in braces.</summary>
internal sealed partial class NodeTrace : IStackTraceFormat
{
    /// <summary>The most lines of the error's fields.</summary>
    private const int MaxFieldLines = 15;

    public StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        if (!FrameBlock.MayLead(lines[start]))
        {
            return null;
        }

        var header = Header().Match(lines[start]);
        if (!header.Success || FrameBlock.FirstFrame(lines, start, IsFrame, l => Header().IsMatch(l)) is not { } firstFrame)
        {
            return null;
        }

        string? own = null;
        string? any = null;
        var end = firstFrame;
        for (; end < lines.Count && Frame().Match(lines[end]) is { Success: true } frame; end++)
        {
            var place = frame.Groups["place"].Value;
            any ??= place;
            own ??= IsLibrary(place) ? null : place;
        }

        var after = AfterFields(lines, end);
        var message = header.Groups["message"].Value.Trim();
        for (var i = end; i < after; i++)
        {
            // What the error was thrown for says more than "fetch failed".
            message = Cause().Match(lines[i]) is { Success: true } cause ? $"{message}: {cause.Groups["message"].Value.TrimEnd('{', ' ')}" : message;
        }

        return new StackTrace(after, message, own ?? any);
    }

    private static int AfterFields(IReadOnlyList<string> lines, int end)
    {
        if (!lines[end - 1].TrimEnd().EndsWith('{'))
        {
            return end;
        }

        for (var i = end; i < lines.Count && i < end + MaxFieldLines; i++)
        {
            if (lines[i].StartsWith('}'))
            {
                return i + 1;
            }
        }

        return end;
    }

    private static bool IsFrame(string line) => Frame().IsMatch(line);

    private static bool IsLibrary(string place) => place.StartsWith("node:", StringComparison.Ordinal)
        || place.Contains("node_modules", StringComparison.Ordinal) || place.StartsWith("internal/", StringComparison.Ordinal);

    [GeneratedRegex(@"(?:^|\s)(?:Uncaught )?(?<message>[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?:.*)$|^(?<message>Error: .*)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s+\[cause\]: (?<message>\S.*)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Cause();

    [GeneratedRegex(@"^\s+at (?:.*\()?(?:file://)?(?<place>[^\s()]+:\d+:\d+)\)?(?: \{)?$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Frame();
}
