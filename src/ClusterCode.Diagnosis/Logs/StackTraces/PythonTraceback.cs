using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>Python: the deepest frame comes last, then the exception; chained ones follow each other.</summary>
internal sealed partial class PythonTraceback : IStackTraceFormat
{
    /// <summary>Lines of a list of validation errors that are read.</summary>
    private const int MostListed = 8;

    private const string Header = "Traceback (most recent call last):";
    private const string DirectCause = "The above exception was the direct cause";
    private const string DuringHandling = "During handling of the above exception";

    public StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        if (!lines[start].Contains(Header, StringComparison.Ordinal) || lines[start].StartsWith('{'))
        {
            return null;
        }

        var first = ReadOne(lines, start);
        var last = first;
        while (ChainAfter(lines, last.End) is { } chain)
        {
            var next = ReadOne(lines, chain.Header);

            // Of "direct cause" the first is the root; what is raised while another is handled replaces it.
            first = chain.IsDirectCause ? first with { End = next.End } : next;
            last = next;
        }

        return first with { End = last.End };
    }

    private static StackTrace ReadOne(IReadOnlyList<string> lines, int header)
    {
        string? own = null;
        string? any = null;
        var i = header + 1;
        for (; i < lines.Count && (lines[i].Length == 0 || char.IsWhiteSpace(lines[i][0])); i++)
        {
            var frame = Frame().Match(lines[i]);
            if (frame.Success)
            {
                any = $"{frame.Groups["file"].Value}:{frame.Groups["line"].Value}";
                own = IsLibrary(frame.Groups["file"].Value) ? own : any;
            }
        }

        var message = i < lines.Count ? lines[i].Trim() : Header;
        var end = Math.Min(i + 1, lines.Count);
        while (Listed().IsMatch(message) && end + 1 < lines.Count && end <= i + MostListed && lines[end].Length > 0 && char.IsWhiteSpace(lines[end + 1].FirstOrDefault()))
        {
            // pydantic: the field, and indented below it what is wrong with it.
            message += $"{(end == i + 1 ? "" : ";")} {lines[end].Trim()}: {lines[end + 1].Trim()}";
            end += 2;
            while (end < lines.Count && lines[end].StartsWith("    ", StringComparison.Ordinal))
            {
                end++;
            }
        }

        return new StackTrace(end, message, own ?? any);
    }

    private static (int Header, bool IsDirectCause)? ChainAfter(IReadOnlyList<string> lines, int end)
    {
        bool? direct = null;
        for (var i = end; i < lines.Count && i < end + 5; i++)
        {
            if (lines[i].StartsWith(DirectCause, StringComparison.Ordinal))
            {
                direct = true;
            }
            else if (lines[i].StartsWith(DuringHandling, StringComparison.Ordinal))
            {
                direct = false;
            }
            else if (direct is { } isDirect && lines[i].Contains(Header, StringComparison.Ordinal))
            {
                return (i, isDirect);
            }
            else if (lines[i].Length > 0)
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsLibrary(string file) =>
        file.Contains("site-packages", StringComparison.Ordinal) || file.Contains("dist-packages", StringComparison.Ordinal)
        || file.Contains("/lib/python", StringComparison.Ordinal) || file.StartsWith('<');

    [GeneratedRegex(@"\bvalidation errors? for \w", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^\s+File ""(?<file>[^""]+)"", line (?<line>\d+)", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Frame();
}
