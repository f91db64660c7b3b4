using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Troubles;

/// <summary>Durations and sizes of memory that a log tells of again and again, and how they grow.</summary>
internal static partial class LogTrends
{
    /// <summary>Fewer values are no trend.</summary>
    private const int Least = 8;

    /// <summary>The last third is so many times the first.</summary>
    private const double Slower = 4, Larger = 1.8;

    /// <summary>Work that takes less than this is not slow, in milliseconds.</summary>
    private const double SlowMilliseconds = 1000;

    /// <summary>The part of all steps between neighbours that must go up for memory to count as growing: caches fill and are emptied.</summary>
    private const double MostlyUp = 0.8;

    /// <summary>What grows; null where nothing does.</summary>
    public static LogTrouble? Find(IReadOnlyList<string> lines, IReadOnlyList<LogEntry> entries) => OfLatency(lines, entries) ?? OfMemory(lines, entries);

    private static LogTrouble? OfLatency(IReadOnlyList<string> lines, IReadOnlyList<LogEntry> entries)
    {
        var values = Values(entries, Duration(), Milliseconds);
        if (values.Count < Least)
        {
            return null;
        }

        var (before, after) = (Median(values.Take(values.Count / 3)), Median(values.TakeLast(values.Count / 3)));
        return after >= SlowMilliseconds && after >= Slower * Math.Max(before, 1)
            ? Trouble(LogTroubleKind.Slower, lines, values, $"what it does takes {Time(after)}, up from {Time(before)}")
            : null;
    }

    private static LogTrouble? OfMemory(IReadOnlyList<string> lines, IReadOnlyList<LogEntry> entries)
    {
        var values = Values(entries, Memory(), Mebibytes);
        if (values.Count < Least)
        {
            return null;
        }

        var up = values.Zip(values.Skip(1)).Count(pair => pair.Second.Value >= pair.First.Value);
        return up >= MostlyUp * (values.Count - 1) && values[^1].Value >= Larger * values[0].Value
            ? Trouble(LogTroubleKind.Growing, lines, values, string.Create(CultureInfo.InvariantCulture, $"its memory grows from {values[0].Value:0} MiB to {values[^1].Value:0} MiB"))
            : null;
    }

    private static LogTrouble Trouble(LogTroubleKind kind, IReadOnlyList<string> lines, List<(LogEntry Entry, double Value)> values, string message) =>
        new(kind, message, [.. new[] { values[0], values[values.Count / 2], values[^1] }.Select(pair => lines[pair.Entry.Index].TrimEnd())])
        {
            Count = values.Count,
            Since = values[0].Entry.Time,
            Until = values[^1].Entry.Time,
        };

    private static List<(LogEntry Entry, double Value)> Values(IReadOnlyList<LogEntry> entries, Regex pattern, Func<double, string, double> scale)
    {
        var values = new List<(LogEntry, double)>();
        foreach (var entry in entries)
        {
            if (pattern.Match(entry.Text) is { Success: true } match && double.TryParse(match.Groups["n"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                values.Add((entry, scale(number, match.Groups["unit"].Value)));
            }
        }

        return values;
    }

    private static double Median(IEnumerable<(LogEntry Entry, double Value)> values)
    {
        var sorted = values.Select(pair => pair.Value).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static double Milliseconds(double number, string unit) => unit is "s" or "sec" or "seconds" ? number * 1000 : number;

    private static double Mebibytes(double number, string unit) => char.ToUpperInvariant(unit.Length > 0 ? unit[0] : 'B') switch
    {
        'G' => number * 1024,
        'M' => number,
        'K' => number / 1024,
        _ => number / (1024 * 1024),
    };

    private static string Time(double milliseconds) =>
        milliseconds >= 1000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.#} s") : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms");

    [GeneratedRegex("""\b(?:took|duration|latency|elapsed|in|after|time|response_time|request_time|duration_ms|latency_ms|p9[59])\b["']?\s?[:=]?\s?["']?(?<n>\d{1,9}(?:\.\d{1,6})?)\s?(?<unit>ms|milliseconds|s|sec|seconds)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Duration();

    [GeneratedRegex("""\b(?:heap(?:[ _]?(?:used|size|alloc))?|memory(?:[ _]?(?:used|usage))?|rss|mem|alloc|working[ _]set)\b["']?\s?(?:is|at|now|used)?\s?[:=]?\s?["']?(?<n>\d{1,12}(?:\.\d{1,6})?)\s?(?<unit>[KMG]i?B?|bytes|B)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Memory();
}
