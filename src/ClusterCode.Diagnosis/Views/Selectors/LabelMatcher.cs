using System.Diagnostics.CodeAnalysis;

namespace ClusterCode.Diagnosis.Views.Selectors;

/// <summary>Evaluates label selectors in the API's own syntax (k8s.io/apimachinery/pkg/labels): <c>a=b</c>, <c>a!=b</c>, <c>a in (b,c)</c>, <c>a notin (b)</c>, <c>a</c>, <c>!a</c>.</summary>
internal sealed class LabelMatcher
{
    private readonly IReadOnlyList<Requirement> _requirements;

    private LabelMatcher(IReadOnlyList<Requirement> requirements) => _requirements = requirements;

    /// <summary>Reads a selector; null or empty selects everything.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static LabelMatcher Parse(string? selector) => new(string.IsNullOrWhiteSpace(selector) ? [] : [.. Split(selector).Select(Requirement.Parse)]);

    /// <summary>Reads a selector; false where it is none.</summary>
    public static bool TryParse(string? selector, [NotNullWhen(true)] out LabelMatcher? matcher)
    {
        try
        {
            matcher = Parse(selector);
            return true;
        }
        catch (FormatException)
        {
            matcher = null;
            return false;
        }
    }

    /// <summary>Whether all requirements are met.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) => _requirements.All(r => r.IsMetBy(labels));

    // Commas within parentheses separate values.
    private static IEnumerable<string> Split(string selector)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < selector.Length; i++)
        {
            depth += selector[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (selector[i] == ',' && depth == 0)
            {
                yield return selector[start..i].Trim();
                start = i + 1;
            }
        }

        yield return selector[start..].Trim();
    }

    private sealed record Requirement(string Key, bool Negated, IReadOnlyList<string>? Values)
    {
        public static Requirement Parse(string text)
        {
            if (text.Length == 0)
            {
                throw new FormatException("a label selector has an empty part");
            }

            if (text.IndexOf('(', StringComparison.Ordinal) is var open and > 0 && text.EndsWith(')'))
            {
                var words = text[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                return words is [var key, "in" or "notin"]
                    ? new Requirement(key, words[1] == "notin", [.. text[(open + 1)..^1].Split(',').Select(v => v.Trim())])
                    : throw new FormatException($"\"{text}\" is no part of a label selector");
            }

            if (text.IndexOf('=', StringComparison.Ordinal) is var equal and > 0)
            {
                var negated = text[equal - 1] == '!';
                return new Requirement(text[..(negated ? equal - 1 : equal)].Trim(), negated, [text[(equal + 1)..].TrimStart('=').Trim()]);
            }

            return text[0] == '!' ? new Requirement(text[1..].Trim(), true, null) : new Requirement(text, false, null);
        }

        public bool IsMetBy(IReadOnlyDictionary<string, string> labels) =>
            (labels.TryGetValue(Key, out var value) && (Values is null || Values.Contains(value))) != Negated;
    }
}
