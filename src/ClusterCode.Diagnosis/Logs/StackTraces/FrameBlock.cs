namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>What the JVM, .NET and Node have in common: a header, lines between, then indented frames that begin with <c>at</c>.</summary>
internal static class FrameBlock
{
    /// <summary>A message may have so many lines before its first frame.</summary>
    private const int MaxHeaderLines = 8;

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
