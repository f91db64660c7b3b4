using System.Text;

namespace ClusterCode.Llm.Http;

/// <summary>Reads answers of servers that may send more than anyone wants to hold.</summary>
internal static class BoundedContent
{
    /// <summary>The most bytes of an error that are read. Of them, 300 characters are shown.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    /// <summary>The most bytes of a probe's answer that are read: a list of some thousand models.</summary>
    public const int MaxProbeBytes = 4 * 1024 * 1024;

    /// <summary>Reads the start of a body as UTF-8. A body that breaks off is read as far as it came.</summary>
    public static async Task<string> ReadStartAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(maxBytes, (int)Math.Min(content.Headers.ContentLength ?? 16 * 1024, maxBytes)) + 1];
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (length < maxBytes)
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, maxBytes));
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    break;
                length += read;
            }
        }
        catch (IOException)
        {
            // The start is what is asked for; whether it makes sense is the caller's to judge.
        }

        return Encoding.UTF8.GetString(buffer, 0, Math.Min(length, maxBytes));
    }
}
