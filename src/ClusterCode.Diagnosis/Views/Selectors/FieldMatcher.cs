using System.Text.Json;

namespace ClusterCode.Diagnosis.Views.Selectors;

/// <summary>
/// Evaluates field selectors (k8s.io/apimachinery/pkg/fields): <c>path=value</c>, <c>path==value</c>, <c>path!=value</c>. The API server supports few paths per
/// kind; here any path works, and one that an object does not have is empty, as it is there.
/// </summary>
internal sealed class FieldMatcher
{
    /// <summary>Paths that the API server has under another name than the object (the registries' <c>ToSelectableFields</c>).</summary>
    private static readonly Dictionary<string, string[]> Aliases = new(StringComparer.Ordinal)
    {
        ["reportingComponent"] = ["reportingComponent", "reportingController"],
        ["source"] = ["source.component"],
    };

    private readonly IReadOnlyList<(string Path, bool Negated, string Value)> _requirements;

    private FieldMatcher(IReadOnlyList<(string Path, bool Negated, string Value)> requirements) => _requirements = requirements;

    /// <summary>Reads a selector; null or empty selects everything.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static FieldMatcher Parse(string? selector) =>
        new(string.IsNullOrWhiteSpace(selector) ? [] : [.. selector.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Requirement)]);

    /// <summary>Whether all requirements are met.</summary>
    public bool Matches(JsonElement document) => _requirements.All(r => (Field(document, r.Path) == r.Value) != r.Negated);

    private static (string Path, bool Negated, string Value) Requirement(string text)
    {
        var equal = text.IndexOf('=', StringComparison.Ordinal);
        if (equal <= 0)
        {
            throw new FormatException($"\"{text}\" is no part of a field selector");
        }

        var negated = text[equal - 1] == '!';
        return (text[..(negated ? equal - 1 : equal)].Trim(), negated, text[(equal + 1)..].TrimStart('=').Trim());
    }

    private static string Field(JsonElement document, string path) =>
        Aliases.GetValueOrDefault(path, [path]).Select(p => At(document, p)).FirstOrDefault(v => v.Length > 0) ?? "";

    private static string At(JsonElement document, string path)
    {
        var at = document;
        foreach (var step in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
            {
                return "";
            }
        }

        return at.ValueKind switch
        {
            JsonValueKind.String => at.GetString()!,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => at.GetRawText(),
            _ => "",
        };
    }
}
