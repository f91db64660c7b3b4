using System.Buffers;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>What the JVM, .NET and Node have in common: a header, lines between, then indented frames that begin with <c>at</c>.</summary>
internal static class FrameBlock
{
    /// <summary>A message may have so many lines before its first frame.</summary>
    private const int MaxHeaderLines = 8;

    private static readonly SearchValues<string> Names = SearchValues.Create(["Error", "Exception", "Throwable", "Failure"], StringComparison.Ordinal);

    /// <summary>Whether the line can lead a stack trace at all; most lines of a log cannot, and need no pattern.</summary>
    public static bool MayLead(string line) => line.AsSpan().ContainsAny(Names);

    /// <summary>A message that ends with a colon goes on in the next line.</summary>
    public static string Continued(string message, IReadOnlyList<string> lines, int next, int end) =>
        message.TrimEnd().EndsWith(':') && next < end && next < lines.Count && lines[next].Trim() is { Length: > 0 } more && !more.StartsWith("at ", StringComparison.Ordinal)
            ? $"{message.TrimEnd()} {more}"
            : message;

    /// <summary>The index of the first frame after a header; null where none follows before another line that leads with an exception.</summary>
    public static int? FirstFrame(IReadOnlyList<string> lines, int header, Func<string, bool> isFrame, Func<string, bool> isHeader)
    {
        for (var i = header + 1; i < lines.Count && i <= header + MaxHeaderLines; i++)
        {
            if (isFrame(lines[i]))
            {
                return i;
            }

            if (isHeader(lines[i]))
            {
                return null;
            }
        }

        return null;
    }
}
