using System.Text.RegularExpressions;

namespace ClusterCode.Llm.Text;

/// <summary>Writes which evidence a sentence rests on, and reads it.</summary>
public static partial class Citations
{
    /// <summary><c> [e3, e5]</c>, with the blank before it; empty without evidence.</summary>
    public static string Of(IReadOnlyCollection<string> evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Count == 0 ? "" : $" [{string.Join(", ", evidence)}]";
    }

    /// <summary>The ids that a text cites, in order; in parentheses, too, as models write them.</summary>
    public static IEnumerable<string> In(string text) => Pattern().Matches(text).SelectMany(match => match.Groups["id"].Captures).Select(capture => capture.Value);

    /// <summary>The text without them.</summary>
    public static string Without(string text) => Pattern().Replace(text, "");

    [GeneratedRegex(@"\s*[\[(](?<id>[ef][0-9]{1,4})(?:\s*,\s*(?<id>[ef][0-9]{1,4}))*[\])]")]
    private static partial Regex Pattern();
}
