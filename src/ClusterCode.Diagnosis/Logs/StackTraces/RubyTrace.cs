using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.StackTraces;

/// <summary>Ruby: place, method, message and class on one line, then <c>from</c> lines.</summary>
internal sealed partial class RubyTrace : IStackTraceFormat
{
    public StackTrace? ReadAt(IReadOnlyList<string> lines, int start)
    {
        var header = Header().Match(lines[start]);
        if (!header.Success)
        {
            return null;
        }

        var end = start + 1;
        var own = IsLibrary(header.Groups["place"].Value) ? null : header.Groups["place"].Value;
        while (end < lines.Count && From().Match(lines[end]) is { Success: true } from)
        {
            own ??= IsLibrary(from.Groups["place"].Value) ? null : from.Groups["place"].Value;
            end++;
        }

        return new StackTrace(end, $"{header.Groups["class"].Value}: {header.Groups["message"].Value}", own ?? header.Groups["place"].Value);
    }

    private static bool IsLibrary(string place) => place.Contains("/gems/", StringComparison.Ordinal) || place.Contains("/lib/ruby/", StringComparison.Ordinal)
        || place.StartsWith('<');

    [GeneratedRegex(@"^(?<place>\S+:\d+):in [`'][^']*': (?<message>.*) \((?<class>[A-Z][\w:]*)\)$", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s+(?:\d+: )?from (?<place>\S+:\d+)", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex From();
}
