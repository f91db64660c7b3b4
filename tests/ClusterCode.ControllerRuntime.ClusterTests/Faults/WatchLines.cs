using System.Text.Json;

namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>The lines of a watch, as the proxy passes them on.</summary>
internal sealed class WatchLines(Stream stream) : IDisposable
{
    /// <summary>So long a line is held back in the hope of another to swap it with.</summary>
    private static readonly TimeSpan SwapPatience = TimeSpan.FromMilliseconds(100);

    private readonly StreamReader _reader = new(stream);
    private Task<string?>? _ahead;

    public static string Error(int code, string reason) =>
        $$$"""{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"injected","reason":"{{{reason}}}","code":{{{code}}}}}""" + "\n";

    public static bool IsGone(string line) => line.StartsWith("""{"type":"ERROR""", StringComparison.Ordinal) && line.Contains("\"code\":410", StringComparison.Ordinal);

    /// <summary>The next line; null at the end, whatever the end was.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var line = _ahead ?? _reader.ReadLineAsync(cancellationToken).AsTask();
            _ahead = null;
            return await line.WaitAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Takes the next line if it soon comes and tells of another object; else leaves it.</summary>
    public async Task<string?> PeekOtherObjectAsync(string line, CancellationToken cancellationToken)
    {
        _ahead = _reader.ReadLineAsync(cancellationToken).AsTask();
        try
        {
            var next = await _ahead.WaitAsync(SwapPatience, cancellationToken);
            if (next is null || NameOf(line) is not { } name || NameOf(next) is not { } other || name == other)
                return null;
            _ahead = null;
            return next;
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            return null;
        }
    }

    public void Dispose() => _reader.Dispose();

    private static string? NameOf(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("type").GetString() is "BOOKMARK" or "ERROR"
            ? null
            : json.RootElement.GetProperty("object").GetProperty("metadata").GetProperty("name").GetString();
    }
}
