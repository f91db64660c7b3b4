using System.Runtime.CompilerServices;
using System.Text;

namespace ClusterCode.Llm.Http;

/// <summary>Reads a stream line by line without ever holding more than one line of bounded length.</summary>
internal static class BoundedLines
{
    /// <summary>The most bytes of a line that are kept; the rest of it is skipped.</summary>
    public const int MaxLine = 64 * 1024;

    /// <summary>The lines that are not empty, without their ends, as they arrive.</summary>
    /// <exception cref="IOException">The stream broke off.</exception>
    public static async IAsyncEnumerable<string> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var line = new MemoryStream();
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            var start = 0;
            for (var end = Array.IndexOf(buffer, (byte)'\n', 0, read); end >= 0; end = Array.IndexOf(buffer, (byte)'\n', start, read - start))
            {
                Keep(line, buffer.AsSpan(start..end));
                start = end + 1;
                if (Take(line) is { Length: > 0 } text)
                    yield return text;
            }

            Keep(line, buffer.AsSpan(start..read));
        }

        if (Take(line) is { Length: > 0 } last)
            yield return last;
    }

    private static void Keep(MemoryStream line, ReadOnlySpan<byte> part) => line.Write(part[..Math.Min(part.Length, MaxLine - (int)line.Length)]);

    private static string Take(MemoryStream line)
    {
        var text = Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).Trim();
        line.SetLength(0);
        return text;
    }
}
