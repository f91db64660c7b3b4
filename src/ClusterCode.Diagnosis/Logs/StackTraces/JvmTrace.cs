using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>Java, Kotlin, Scala: an exception, its frames, then <c>Caused by</c> with frames, the deepest last.</summary>
internal sealed partial class JvmTrace : IStackTraceFormat
{
    private static readonly string[] Libraries =
        ["java.", "javax.", "jdk.", "sun.", "com.sun.", "kotlin.", "scala.", "org.springframework.", "org.apache.", "org.hibernate.", "io.netty.", "com.zaxxer."];

    public StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        if (!FrameBlock.MayLead(lines[start]) || !Header().IsMatch(lines[start]) || FrameBlock.FirstFrame(lines, start, IsFrame, l => Header().IsMatch(l)) is not { } firstFrame)
        {
            return null;
        }

        var message = Header().Match(lines[start]).Groups["message"].Value;
        message = FrameBlock.Continued(message, lines, start + 1, firstFrame);
        string? own = null;
        string? outer = null;
        string? any = null;
        var end = firstFrame;
        for (; end < lines.Count; end++)
        {
            var cause = Cause().Match(lines[end]);
            if (cause.Success)
            {
                // A deeper cause has frames of its own.
                (message, outer, own, any) = (FrameBlock.Continued(cause.Groups["message"].Value, lines, end + 1, lines.Count), own ?? outer, null, null);
            }
            else if (Frame().Match(lines[end]) is { Success: true } frame)
            {
                var place = frame.Groups["place"].Value;
                any ??= place;
                own ??= Libraries.Any(l => place.StartsWith(l, StringComparison.Ordinal)) ? null : place;
            }
            else if (!More().IsMatch(lines[end]) && !IsMessageOfCause(lines, end))
            {
                break;
            }
        }

        return new StackTrace(end, message.Trim(), own ?? outer ?? any);
    }

    private static bool IsFrame(string line) => Frame().IsMatch(line);

    private static bool IsMessageOfCause(IReadOnlyList<string> lines, int index) =>
        index > 0 && Cause().IsMatch(lines[index - 1]) && index + 1 < lines.Count && IsFrame(lines[index + 1]);

    [GeneratedRegex(@"(?:Exception in thread ""[^""]*"" |(?:^|\s))(?<message>(?:[\w$]+\.)*[\w$]*(?:Exception|Error|Throwable|Failure)(?:: .*)?)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s+at (?:[\w.-]+(?:@[\w.-]+)?/+)*(?<place>[\w$.<>-]+\((?:[\w$-]+\.\w+(?::\d+)?|Native Method|Unknown Source|<generated>)\))", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^\s*Caused by: (?<message>.*)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Cause();

    [GeneratedRegex(@"^\s+(?:\.\.\. \d+ (?:more|common frames omitted)|Suppressed: )", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex More();
}
