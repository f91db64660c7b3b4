using System.Text;
using System.Text.Json;

namespace ClusterCode.Benchmarks.Scale.Measuring;

/// <summary>
/// The API server's audit log, which by audit-policy.yaml holds the operator's requests alone. The server writes a line before it answers, and those of a watch when it ends.
/// </summary>
internal sealed class AuditLog(string file)
{
    /// <summary>Where the log ends now.</summary>
    public long Position => new FileInfo(file) is { Exists: true } info ? info.Length : 0;

    /// <summary>The requests noted since then.</summary>
    public IReadOnlyList<AuditedRequest> Since(long position)
    {
        if (Position == 0)
            return [];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = position;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).DistinctBy(request => request.Id)];
    }

    private static AuditedRequest Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var entry = json.RootElement;
        var received = entry.GetProperty("requestReceivedTimestamp").GetDateTimeOffset();
        return new AuditedRequest(
            entry.GetProperty("auditID").GetString()!,
            entry.GetProperty("verb").GetString()!,
            Resource(entry),
            entry.GetProperty("requestURI").GetString()!,
            received,
            entry.GetProperty("stageTimestamp").GetDateTimeOffset() - received);
    }

    private static string Resource(JsonElement entry)
    {
        if (!entry.TryGetProperty("objectRef", out var reference) || !reference.TryGetProperty("resource", out var resource))
            return "";
        return reference.TryGetProperty("subresource", out var subresource) ? $"{resource.GetString()}/{subresource.GetString()}" : resource.GetString()!;
    }
}
