using System.Text.RegularExpressions;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>
/// Checks that what a sentence names is among the facts: quotations, names of objects, numbers, paths, images, fields, variables.
/// Plain words pass; a sentence of plain words can be wrong, but it cannot invent an object.
/// </summary>
internal static partial class SentenceCheck
{
    private static readonly char[] Edges = [.. "\"'`“”„‘’‚«»‹›()[]{},;:.!?*…。、・「」『』《》【】؟،؛।¿¡"];

    private const int LongWord = 6;

    /// <summary>What a sentence says that is not among the facts; null when all of it is.</summary>
    public static string? FirstUnknown(string sentence, FactBase facts)
    {
        if (Scripts.HasLookAlikes(sentence) || sentence.Contains("](", StringComparison.Ordinal))
            return sentence;
        if (CommandsInProse.Without(Scripts.Fold(sentence), facts) is not { } prose)
            return "kubectl";
        foreach (Match quotation in Quotations().Matches(prose))
        {
            var quoted = quotation.Groups["text"].Value.Trim(Edges).Trim();
            if (quoted.Length > 0 && !facts.Contains(quoted))
                return quoted;
        }

        prose = Quotations().Replace(prose, " ");
        return UnwelcomeWords.DangerIn(prose, facts) ?? FirstUnknownWord(prose, facts);
    }

    private static string? FirstUnknownWord(string prose, FactBase facts)
    {
        var words = Scripts.Words(prose);
        var foreign = prose.Any(Scripts.IsOther);
        for (var i = 0; i < words.Count; i++)
        {
            var word = Bare(words[i]);
            if (word.Length == 0)
                continue;
            var before = i > 0 ? Bare(words[i - 1]) : "";
            var after = i + 1 < words.Count ? Bare(words[i + 1]) : "";
            if ((IsSpecific(word, foreign) || IsNameOfKind(word, before, after)) && !facts.Contains(word) && !IsSaidOtherwise(word, facts))
                return word;
        }

        return null;
    }

    private static bool IsSaidOtherwise(string word, FactBase facts) => NumberWords.DigitsOf(word) is { } digits && facts.Contains(digits);

    // A possessive is grammar, not part of the name.
    private static string Bare(string word)
    {
        var bare = word.Trim(Edges);
        return bare.EndsWith("'s", StringComparison.Ordinal) || bare.EndsWith("’s", StringComparison.Ordinal) ? bare[..^2] : bare;
    }

    // Among letters of another script a Latin word is a name, however plain.
    private static bool IsSpecific(string word, bool foreign)
    {
        if (KubernetesWords.Terms.Contains(word) || KubernetesWords.IsKind(word))
            return false;
        if (word.Any(char.IsNumber) || NumberWords.DigitsOf(word) is not null || word.StartsWith("kube-", StringComparison.OrdinalIgnoreCase))
            return true;
        if (word.IndexOfAny(['/', '_', '@', '=', '\\', '$', '<', '>', '|', '.', ':', '&']) >= 0)
            return true;
        if (foreign && word.Length > 1 && word.All(c => c < '\u0080'))
            return true;
        var letters = word.Where(char.IsLetter).ToList();
        return word.Skip(1).Any(char.IsUpper)
            && (letters.Exists(char.IsLower) || letters.Count >= LongWord);
    }

    // "Service payments is down", "Pod web-1", "the web-front Service": a name beside a kind, told from prose by its form, or by the
    // kind's capital and a verb or nothing after it.
    private static bool IsNameOfKind(string word, string before, string after)
    {
        if (KubernetesWords.IsKind(word) || !char.IsAsciiLetterLower(word[0]))
            return false;
        if (before.Length > 0 && KubernetesWords.IsKind(before))
            return word.Contains('-', StringComparison.Ordinal) || (char.IsUpper(before[0]) && (after.Length == 0 || Verbs().IsMatch(after)) && !KubernetesWords.NotNames.Contains(word) && !Verbs().IsMatch(word));
        return after.Length > 0 && KubernetesWords.IsKind(after) && char.IsUpper(after[0]) && word.Contains('-', StringComparison.Ordinal);
    }

    // In the quotation marks of all languages; a statement is shorter than the longest quotation.
    [GeneratedRegex("""(?:"(?<text>[^"\n]{1,600})")|(?:`(?<text>[^`\n]{1,600})`)|(?:[“„](?<text>[^“”„\n]{1,600})[“”])|(?:«(?<text>[^»\n]{1,600})»)|(?:‹(?<text>[^›\n]{1,600})›)|(?:「(?<text>[^」\n]{1,600})」)|(?:『(?<text>[^』\n]{1,600})』)|(?:(?<=^|[\s(])['‘‚](?<text>[^'’‘\n]{1,600})['’‘](?=$|[\s.,;:!?)]))""")]
    private static partial Regex Quotations();

    [GeneratedRegex("^(is|are|was|were|has|have|had|does|do|did|lacks|needs|cannot|can|could|refers|uses|selects|exists|exits|exited|requests|wants|fails|failed|crashes|crashed|must|should|will)$", RegexOptions.IgnoreCase)]
    private static partial Regex Verbs();
}
