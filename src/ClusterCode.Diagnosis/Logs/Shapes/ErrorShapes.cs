using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>Recognises errors of known shapes in a log.</summary>
public static partial class ErrorShapes
{
    /// <summary>The shapes in the order of their last occurrence; repeats with the same parameters are one.</summary>
    public static IReadOnlyList<ErrorShape> Find(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var found = new List<ErrorShape>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (Refused().Match(lines[i]) is { Success: true } refused)
            {
                found.Add(new ErrorShape(ErrorShapeKind.ConnectionRefused, lines[i], i) { Host = refused.Groups["host"].Value, Port = int.Parse(refused.Groups["port"].ValueSpan, CultureInfo.InvariantCulture) });
            }
        }

        return found;
    }

    [GeneratedRegex(@"(?<host>[A-Za-z0-9][A-Za-z0-9.-]{0,252}):(?<port>\d{1,5})\b.*connection refused", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Refused();
}
