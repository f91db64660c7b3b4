using System.Globalization;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>How titles and explanations put things: bounded, in one line, with units that people read.</summary>
internal static class Wording
{
    /// <summary>The most of a foreign text (a log line, a runtime's message) that a title repeats.</summary>
    public const int LongestQuote = 200;

    /// <summary>The text in one line, cut at <paramref name="max"/> characters.</summary>
    public static string Clip(string? text, int max = LongestQuote)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= max ? line : string.Concat(line.AsSpan(0, max - 1).TrimEnd(), "…");
    }

    /// <summary>The text in one line, its beginning cut off where it is longer than <paramref name="max"/> characters: what wraps an error stands before it.</summary>
    public static string ClipStart(string? text, int max = LongestQuote)
    {
        var line = Clip(text, int.MaxValue);
        if (line.Length <= max)
            return line;
        var from = line.Length - max + 1;
        return $"…{line[(line.IndexOf(' ', from) is >= 0 and var blank && blank < from + (max / 4) ? blank + 1 : from)..]}";
    }

    /// <summary>Such as <c>40 s</c>, <c>3 min</c>, <c>5 h</c>, <c>2 days</c>; <c>less than 1 s</c> below one second.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "less than 1 s",
        { TotalSeconds: < 120 } => $"{Number((decimal)Math.Floor(time.TotalSeconds))} s",
        { TotalMinutes: < 120 } => $"{Number((decimal)Math.Floor(time.TotalMinutes))} min",
        { TotalHours: < 48 } => $"{Number((decimal)Math.Floor(time.TotalHours))} h",
        _ => $"{Number((decimal)Math.Floor(time.TotalDays))} days",
    };

    /// <summary>A number without needless zeros.</summary>
    public static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>; beyond <paramref name="max"/> items the rest is counted.</summary>
    public static string List(IEnumerable<string> items, int max = 5)
    {
        var all = items.ToList();
        var shown = all.Count > max ? [.. all.Take(max), $"{all.Count - max} more"] : all;
        return shown.Count switch
        {
            0 => "",
            1 => shown[0],
            _ => $"{string.Join(", ", shown.Take(shown.Count - 1))} and {shown[^1]}",
        };
    }

    /// <summary><c>1 node</c>, <c>3 nodes</c>.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count.ToString(CultureInfo.InvariantCulture)} {noun}s";
}
