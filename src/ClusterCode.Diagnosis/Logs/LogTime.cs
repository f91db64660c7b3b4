using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs;

/// <summary>Reads when a line was written, from the notations that loggers use. Times without a zone are taken as UTC, which containers run in.</summary>
internal static partial class LogTime
{
    /// <summary>A time stands near the beginning of a line, or in one of the fields of a structured one.</summary>
    private const int Reach = 400;

    // Seconds since 1970 between 2001 and 2286; with three, six or nine digits more they are milli-, micro- and nanoseconds.
    private const int SecondsDigits = 10;

    /// <summary>The time that the line names; null where it names none with its date.</summary>
    public static DateTimeOffset? Of(string line)
    {
        var head = line.Length <= Reach ? line : line[..Reach];
        if (Iso().Match(head) is { Success: true } iso)
        {
            var text = $"{iso.Groups["date"].ValueSpan.ToString().Replace('/', '-')}T{iso.Groups["time"].Value}{Fraction(iso)}{Zone(iso.Groups["zone"].Value)}";
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
        }

        if (AccessLog().Match(head) is { Success: true } clf)
        {
            return DateTimeOffset.TryParseExact(
                clf.Groups["at"].Value, "dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
        }

        return Epoch().Match(head) is { Success: true } epoch ? FromEpoch(epoch.Groups["whole"].Value, epoch.Groups["part"].Value) : null;
    }

    private static string Fraction(Match iso) => iso.Groups["part"] is { Success: true } part ? $".{(part.Length > 7 ? part.Value[..7] : part.Value)}" : "";

    private static string Zone(string zone) => zone switch
    {
        "" or "UTC" or "GMT" or "Z" => "Z",
        { Length: 5 } => $"{zone.AsSpan(0, 3)}:{zone.AsSpan(3)}",
        { Length: 3 } => $"{zone}:00",
        _ => zone,
    };

    private static DateTimeOffset? FromEpoch(string whole, string part)
    {
        var seconds = long.Parse(whole.AsSpan(0, SecondsDigits), CultureInfo.InvariantCulture);
        var rest = whole.Length > SecondsDigits ? whole[SecondsDigits..] : part;
        var milliseconds = rest.Length == 0 ? 0 : int.Parse(rest.PadRight(3, '0').AsSpan(0, 3), CultureInfo.InvariantCulture);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddMilliseconds(milliseconds);
    }

    [GeneratedRegex(@"(?<!\d)(?<date>20\d\d([-/])\d\d\1\d\d)[T ](?<time>\d\d:\d\d:\d\d)(?:[.,](?<part>\d{1,9}))? ?(?<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?\b)?", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Iso();

    [GeneratedRegex(@"\[(?<at>\d\d/[A-Z][a-z]{2}/20\d\d:\d\d:\d\d:\d\d [+-]\d\d:?\d\d)\]", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex AccessLog();

    [GeneratedRegex(@"""?\b(?:ts|time|timestamp|@timestamp|t|epoch|date)""?\s?[:=]\s?""?(?<whole>1\d{9}(?:\d{3}|\d{6}|\d{9})?)(?:\.(?<part>\d{1,9}))?\b", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Epoch();
}
