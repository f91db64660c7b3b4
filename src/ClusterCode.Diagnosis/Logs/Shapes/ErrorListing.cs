using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>Errors whose heading says that settings are wrong, and whose lines below list which: what validators of settings and servers' start-up checks print.</summary>
internal static partial class ErrorListing
{
    /// <summary>Lines of a list that are read.</summary>
    private const int MostLines = 14;

    /// <summary>Longer lines belong to no list.</summary>
    private const int LongestLine = 300;

    /// <summary>The first setting of the list; null where the line is no such heading, or the list names none.</summary>
    public static (ErrorShapeKind Kind, string Name)? ReadAt(IReadOnlyList<string> lines, int index)
    {
        if (!Heading().IsMatch(lines[index]))
        {
            return null;
        }

        var text = string.Join('\n', lines.Skip(index).Take(MostLines).Select(line => line.Length <= LongestLine ? line : line[..LongestLine]));
        return Variables().Match(text) is { Success: true } variable ? (ErrorShapeKind.MissingVariable, variable.Groups["name"].Value)
            : Missing().Match(text) is { Success: true } missing ? OfMissing(lines[index], missing.Groups["name"].Value)
            : Invalid().Match(text) is { Success: true } invalid ? (ErrorShapeKind.InvalidSetting, invalid.Groups["name"].Value)
            : null;
    }

    // What is written in capitals is a variable of the environment, and so are the fields of a class of settings, in capitals by custom.
    private static (ErrorShapeKind Kind, string Name) OfMissing(string heading, string name) =>
        !name.Any(char.IsAsciiLetterLower) ? (ErrorShapeKind.MissingVariable, name)
        : Settings().IsMatch(heading) ? (ErrorShapeKind.MissingVariable, name.ToUpperInvariant())
        : (ErrorShapeKind.InvalidSetting, name);

    [GeneratedRegex("""validation errors? for \w|ZodError: \[|(?:missing|invalid) environment variables:\s*$|environment variables?:\s*$|FATAL CONFIG FILE ERROR""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Heading();

    [GeneratedRegex("""validation errors? for \w{0,60}(?:Settings|Config|Env)""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Settings();

    // envalid; the entry points of database images
    [GeneratedRegex("""missing environment variables:\s{1,20}(?<name>[A-Z_][A-Z0-9_]{1,100}):|environment variables?:\s{1,20}- (?<name>[A-Z_][A-Z0-9_]{1,100})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Variables();

    // pydantic; zod
    [GeneratedRegex("""validation errors? for [^\n]{1,200}\n(?<name>[\w.]{1,100})\n\s+field required|"received": "undefined",\s{1,20}"path": \[\s{0,20}"(?<name>[\w.]{1,100})(?=")""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Missing();

    [GeneratedRegex("""validation errors? for [^\n]{1,200}\n(?<name>[\w.]{1,100})\n\s+\S|"path": \[\s{0,20}"(?<name>[\w.]{1,100})"|invalid environment variables:\s{1,20}(?<name>[A-Z_][A-Z0-9_]{1,100}): |>>> '(?<name>[\w-]{1,100})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Invalid();
}
