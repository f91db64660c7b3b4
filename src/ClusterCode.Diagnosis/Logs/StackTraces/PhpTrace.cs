using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>PHP: the uncaught exception with its place, <c>Stack trace:</c>, numbered frames; what it was thrown for stands first, what wraps it behind <c>Next</c>.</summary>
internal sealed partial class PhpTrace : IStackTraceFormat
{
    /// <summary>A message may have so many lines before the frames.</summary>
    private const int MaxHeaderLines = 8;

    public StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        if (!lines[start].Contains(".php", StringComparison.Ordinal) || Header().Match(lines[start]) is not { Success: true } header)
        {
            return null;
        }

        var frames = Enumerable.Range(start + 1, Math.Max(0, Math.Min(MaxHeaderLines, lines.Count - start - 1))).FirstOrDefault(i => Begin().IsMatch(lines[i]));
        if (frames == 0)
        {
            return null;
        }

        var place = $"{header.Groups["file"].Value}:{header.Groups["line"].Value}";
        var own = IsLibrary(place) ? null : place;
        var isFirst = true;
        var end = frames + 1;
        for (; end < lines.Count; end++)
        {
            if (Frame().Match(lines[end]) is { Success: true } frame)
            {
                var at = frame.Groups["file"].Success ? $"{frame.Groups["file"].Value}:{frame.Groups["line"].Value}" : null;
                own ??= isFirst && at is not null && !IsLibrary(at) ? at : null;
            }
            else if (Next().IsMatch(lines[end]) || Begin().IsMatch(lines[end]))
            {
                isFirst = false;
            }
            else if (Thrown().IsMatch(lines[end]))
            {
                end++;
                break;
            }
            else if (!string.IsNullOrWhiteSpace(lines[end]) || end + 1 >= lines.Count || !Next().IsMatch(lines[end + 1]))
            {
                break;
            }
        }

        return new StackTrace(end, header.Groups["message"].Value.Trim(), own ?? place);
    }

    private static bool IsLibrary(string place) => place.Contains("/vendor/", StringComparison.Ordinal);

    [GeneratedRegex(@"(?:Uncaught |\(|^)(?<message>[A-Z][\w\\]{2,100}(?:Exception|Error)\b.{0,1000}?) (?:in|at) (?<file>/[\w./@-]{1,300}\.php)(?::| on line )(?<line>\d{1,7})\)?", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Header();

    [GeneratedRegex(@"^(?:Stack trace:|\[stacktrace\])\s*$", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Begin();

    [GeneratedRegex(@"^#\d{1,4} (?:(?<file>/[\w./@-]{1,300})\((?<line>\d{1,7})\): |\{main\}|\[internal function\])", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^Next [A-Z][\w\\]{2,100}", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Next();

    [GeneratedRegex(@"^\s+thrown in /", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Thrown();
}
