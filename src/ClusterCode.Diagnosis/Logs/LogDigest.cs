namespace ClusterCode.Diagnosis.Logs;

/// <summary>Reduces logs to what matters. Pure functions of lines.</summary>
public static class LogDigest
{
    /// <summary>What follows in a longer line is not read: no error is told that late, and hostile lines cost time.</summary>
    private const int MaxLineLength = 2000;

    /// <summary>
    /// Finds what a run that failed says about its failure: the last stack trace, else the last lines that report an error.
    /// Null where no line reports one; the end of the log is then all there is.
    /// </summary>
    public static ErrorBlock? FindError(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return ErrorFinder.Find(Cut(lines));
    }

    /// <summary>Whether the end of a log only warns, and nothing in these lines says that the process gave up.</summary>
    internal static bool OnlyWarns(IReadOnlyList<string> lines) => ErrorFinder.OnlyWarns(Cut(lines));

    /// <summary>Whether lines say that the process gave up: a fatal one, or a stack trace.</summary>
    internal static bool TellsEnd(IReadOnlyList<string> lines) => ErrorFinder.TellsEnd(Cut(lines));

    /// <summary>Takes out what differs between two pods or two times: pods' names, times, addresses, ids, numbers. For fingerprints.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return LogNormalizer.Normalize(text);
    }

    /// <summary>
    /// The log with repeats told once, with their count (<c>connection refused (×12)</c>), each where it was written last; stack traces stay whole.
    /// Of more than <paramref name="maxLines"/> lines the last are kept.
    /// </summary>
    public static IReadOnlyList<string> Summarize(IReadOnlyList<string> lines, int maxLines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return LogSummary.Of(Cut(lines), maxLines);
    }

    private static IReadOnlyList<string> Cut(IReadOnlyList<string> lines) =>
        lines.All(l => l.Length <= MaxLineLength) ? lines : [.. lines.Select(l => l.Length <= MaxLineLength ? l : l[..MaxLineLength])];
}
