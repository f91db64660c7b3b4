namespace ClusterCode.Diagnosis.Logs;

/// <summary>Tells repeats once. A template is a line with its numbers, ids and times masked; a stack trace counts as one line.</summary>
internal static class LogSummary
{
    public static IReadOnlyList<string> Of(IReadOnlyList<string> lines, int maxLines)
    {
        // By template: the last place, the last text, and how often.
        var templates = new Dictionary<string, (int Place, IReadOnlyList<string> Lines, int Count)>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count;)
        {
            var trace = StackTraces.StackTraceReader.ReadAt(lines, i);
            var end = trace?.End ?? i + 1;
            IReadOnlyList<string> unit = trace is null ? [lines[i]] : ErrorFinder.Bounded(lines, i, end);
            if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                var key = LogNormalizer.Normalize(trace?.Message ?? LogLine.Parse(lines[i]).Text);
                templates[key] = (i, unit, templates.TryGetValue(key, out var seen) ? seen.Count + 1 : 1);
            }

            i = end;
        }

        var told = templates.Values.OrderBy(t => t.Place)
            .SelectMany(t => t.Count == 1 ? t.Lines : [$"{t.Lines[0]} (×{t.Count})", .. t.Lines.Skip(1)])
            .ToList();
        return told.Count <= maxLines ? told : told[^maxLines..];
    }
}
