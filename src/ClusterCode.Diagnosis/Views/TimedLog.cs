using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Views;

/// <summary>A log whose lines begin with the runtime's times, taken apart.</summary>
/// <param name="Text">The lines without these times.</param>
/// <param name="FirstAt">The time of the first line; null where the log has no such times.</param>
internal sealed partial record TimedLog(string Text, DateTimeOffset? FirstAt)
{
    /// <summary>Takes the times off; leaves the text as it is where not every line has one.</summary>
    public static TimedLog Of(string text)
    {
        var lines = text.Split('\n');
        DateTimeOffset? first = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            var match = Time().Match(lines[i]);
            if (!match.Success || !DateTimeOffset.TryParse(match.Groups["at"].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            {
                return new TimedLog(text, null);
            }

            first ??= at;
            lines[i] = lines[i][match.Length..];
        }

        return new TimedLog(string.Join('\n', lines), first);
    }

    /// <summary>Go's RFC3339Nano, which drops zeros at the end; times that programs write themselves are seldom that fine.</summary>
    [GeneratedRegex(@"^(?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{5,9}(?:Z|[+-]\d\d:\d\d)) ?", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
