using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>.NET: an exception, inner ones behind <c>---></c>, then frames, the innermost first.</summary>
internal sealed partial class DotNetTrace : IStackTraceFormat
{
    public StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        if (!FrameBlock.MayLead(lines[start]))
        {
            return null;
        }

        var header = Header().Match(lines[start]);
        if (!header.Success || FrameBlock.FirstFrame(lines, start, IsFrame, IsOtherHeader) is not { } firstFrame)
        {
            return null;
        }

        var message = header.Groups["message"].Value;
        for (var i = start; i < firstFrame; i++)
        {
            var inner = Inner().Match(lines[i]);
            message = inner.Success ? inner.Groups["message"].Value : message;
        }

        // Symbols stand beside what the application built; packages bring none, or paths that begin with /_/.
        string? built = null;
        string? own = null;
        string? any = null;
        var end = firstFrame;
        for (; end < lines.Count && (IsFrame(lines[end]) || Separator().IsMatch(lines[end])); end++)
        {
            var frame = Frame().Match(lines[end]);
            var place = frame.Groups["file"].Success ? $"{frame.Groups["file"].Value}:{frame.Groups["line"].Value}" : frame.Groups["method"].Value;
            any ??= frame.Success ? place : null;
            own ??= frame.Success && !IsLibrary(frame.Groups["method"].Value) ? place : null;
            built ??= frame.Groups["file"] is { Success: true } file && !file.Value.StartsWith("/_/", StringComparison.Ordinal) ? place : null;
        }

        return new StackTrace(end, message.Trim(), built ?? own ?? any);
    }

    private static bool IsFrame(string line) => Frame().IsMatch(line);

    private static bool IsOtherHeader(string line) => Header().IsMatch(line) && !Inner().IsMatch(line);

    private static bool IsLibrary(string method) => method.StartsWith("System.", StringComparison.Ordinal) || method.StartsWith("Microsoft.", StringComparison.Ordinal);

    [GeneratedRegex(@"(?:Unhandled exception\. |(?:^|\s))(?<message>(?:\w+\.)+\w*(?:Exception|Error)(?: \([^)]*\))?: .*)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Header();

    [GeneratedRegex(@"---> (?<message>(?:\w+\.)+\w+(?: \([^)]*\))?: .*)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Inner();

    [GeneratedRegex(@"^\s+at (?<method>[\w.`<>|\[\],+$]+)\([^()]*\)(?: in (?<file>.+):line (?<line>\d+))?$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^\s*--- End of ", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Separator();
}
