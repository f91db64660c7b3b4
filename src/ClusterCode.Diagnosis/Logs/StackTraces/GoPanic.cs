using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>Go: a panic or fatal error, then goroutines; a frame is a call and, on the next line, its place.</summary>
internal sealed partial class GoPanic : IStackTraceFormat
{
    public StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        var header = Header().Match(lines[start]);
        if (!header.Success)
        {
            return null;
        }

        string? own = null;
        string? any = null;
        var goroutine = false;
        var end = start + 1;
        for (; end < lines.Count && Belongs(lines[end]); end++)
        {
            goroutine |= lines[end].StartsWith("goroutine ", StringComparison.Ordinal);
            var place = Place().Match(lines[end]);
            if (place.Success)
            {
                any ??= place.Groups["place"].Value;
                own ??= IsRuntime(place.Groups["place"].Value) ? null : place.Groups["place"].Value;
            }
        }

        return goroutine ? new StackTrace(end, header.Groups["message"].Value.Trim(), own ?? any) : null;
    }

    private static bool Belongs(string line) => line.Length == 0 || Part().IsMatch(line);

    private static bool IsRuntime(string place) =>
        place.Contains("/pkg/mod/", StringComparison.Ordinal) || place.Contains("/vendor/", StringComparison.Ordinal) ||
        place.Contains("/go/src/runtime/", StringComparison.Ordinal) || place.Contains("/usr/local/go/src/", StringComparison.Ordinal)
        || place.Contains("/libexec/src/", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:panic|fatal error): (?<message>.+?)(?: \[recovered\])?$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s+(?<place>\S+\.go:\d+)", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Place();

    [GeneratedRegex(@"^(?:goroutine \d+ \[|\[signal |\[originating |created by |\s+panic: |panic\(|\s+\S+\.(?:go|s):\d+|\S.*\([^)]*\)$|\.\.\.additional frames|exit status \d|\s*r\w\w?\s+0x|rip|rflags|cs |fs |gs )", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Part();
}
