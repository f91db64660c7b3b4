using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>
/// The lines above that tell the same error from further out: exceptions by which the innermost is wrapped, and the numbered causes of Rust's anyhow and eyre.
/// The innermost says what happened; whom it concerned is often said further out alone.
/// </summary>
internal static partial class ErrorChain
{
    /// <summary>How far up a chain is followed; stack traces stand between its links.</summary>
    private const int MostLines = 60;

    /// <summary>The most links.</summary>
    private const int MostLinks = 6;

    /// <summary>The links further out, the nearest first.</summary>
    public static IEnumerable<string> Outer(IReadOnlyList<string> lines, int index)
    {
        var links = 0;
        var isLink = Link().IsMatch(lines[index]);
        for (var i = index - 1; isLink && i >= 0 && i >= index - MostLines && links < MostLinks; i--)
        {
            if (string.IsNullOrWhiteSpace(lines[i]) || Between().IsMatch(lines[i]))
            {
                continue;
            }

            yield return lines[i];
            links++;
            isLink = Link().IsMatch(lines[i]);
        }
    }

    [GeneratedRegex("""^\s*(?:---> |Caused by: \S|\[cause\]: |\d{1,2}: )""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Link();

    [GeneratedRegex("""^\s+(?:at |\.\.\. \d+ (?:more|common))|^\s*(?:Caused by:\s*$|--- End of )""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Between();
}
