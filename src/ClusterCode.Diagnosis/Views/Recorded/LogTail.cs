using System.Text;

namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>Cuts a recorded log as <see cref="LiveClusterView"/> gets it from an API server: so many last lines, and of these so many bytes.</summary>
internal static class LogTail
{
    /// <summary>The server cuts from the start at the bound of bytes; then fewer lines are asked for.</summary>
    private const int FewerLines = 8;

    /// <summary>The end of a log.</summary>
    public static string Cut(string text, int lines, int maxBytes)
    {
        var tail = Tail(text, lines);
        return Encoding.UTF8.GetByteCount(tail) >= maxBytes && lines > FewerLines ? Bytes(Tail(text, lines / FewerLines), maxBytes) : Bytes(tail, maxBytes);
    }

    private static string Tail(string text, int lines)
    {
        var end = text.EndsWith('\n') ? text.Length - 1 : text.Length;
        var start = end;
        while (lines-- > 0 && start > 0)
        {
            start = text.LastIndexOf('\n', start - 1);
            if (start < 0)
            {
                return text;
            }
        }

        return start >= end ? "" : text[(start + 1)..];
    }

    private static string Bytes(string text, int maxBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= maxBytes ? text : Encoding.UTF8.GetString(bytes, 0, maxBytes);
    }
}
