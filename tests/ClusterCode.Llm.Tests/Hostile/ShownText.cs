using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>Rules that every shown text obeys, whoever wrote it. Written without a look at the product's own checks.</summary>
internal static partial class ShownText
{
    private static readonly string[] Quotations =
    [
        "\"([^\"]+)\"", "`([^`]+)`", "“([^”]+)”", "„([^“”]+)[“”]", "«([^»]+)»", "‹([^›]+)›", "「([^」]+)」", "『([^』]+)』", @"(?<![\p{L}\p{N}])‘([^’]+)’(?!\p{L})", @"(?<![\p{L}\p{N}])'([^']+)'(?!\p{L})",
    ];

    /// <summary>Characters that a terminal or an eye obeys instead of showing.</summary>
    public static IEnumerable<string> ForbiddenCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])))
                yield return $"lone surrogate at {i}";
            var category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            if ((category is UnicodeCategory.Control && text[i] != '\n')
                || category is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                || text[i] is '\u3164' or '\u115f' or '\u1160' or '\uffa0' or '\u2800' or '\u034f' or (>= '\ufe00' and <= '\ufe0f'))
            {
                yield return $"U+{(int)text[i]:X4}";
            }

            if (char.IsHighSurrogate(text[i]))
                i++;
        }

        if (Stacked().IsMatch(text))
            yield return "stacked combining marks";
    }

    /// <summary>Quotations, numbers and names of a sentence that are in no fact.</summary>
    public static IEnumerable<string> Unknown(string text, IReadOnlyList<string> facts)
    {
        foreach (var quotation in Quotations.SelectMany(pattern => Regex.Matches(text, pattern)).Select(match => match.Groups[1].Value))
        {
            if (!facts.Any(fact => fact.Contains(Plain(quotation), StringComparison.Ordinal)))
                yield return $"quotation {quotation}";
        }

        foreach (Match word in Words().Matches(text))
        {
            var name = Plain(word.Value);
            if (name.Length > 0 && (name.Any(char.IsNumber) || name.Contains('_', StringComparison.Ordinal)) && !facts.Any(fact => OccursWhole(fact, name)))
                yield return $"name or number {name}";
        }
    }

    /// <summary>Lower case, single blanks, without marks at the edges.</summary>
    public static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant().Trim(" .,;:!?\"'`()[]{}*#…”“„»«‘’‹›「」。，、：".ToCharArray());

    private static bool OccursWhole(string fact, string name)
    {
        var joiners = name.All(char.IsNumber) ? "-_" : "";
        for (var at = fact.IndexOf(name, StringComparison.Ordinal); at >= 0; at = fact.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if ((at == 0 || !Joins(fact[at - 1])) && (end == fact.Length || !Joins(fact[end])))
                return true;
        }

        return false;

        bool Joins(char c) => char.IsLetterOrDigit(c) || joiners.Contains(c, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"[\p{M}]{4,}")]
    private static partial Regex Stacked();

    // Runs of what names are made of, so that neighbours without a blank (Chinese, quotation marks) do not count.
    [GeneratedRegex(@"[A-Za-z0-9\p{N}_./:@-]+")]
    private static partial Regex Words();
}
