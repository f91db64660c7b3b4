using System.Text;

namespace ClusterCode.Llm.Text;

/// <summary>Tells scripts apart where a word, a name or a link may be written so that it looks like another.</summary>
internal static class Scripts
{
    // Letters and digits in a costume: superscripts, letter-like and number-like symbols, circled and mathematical letters. Nobody writes prose or names with them.
    private static readonly (int First, int Last)[] Costumes =
        [(0x1D00, 0x1DBF), (0x2070, 0x209F), (0x2100, 0x218F), (0x2460, 0x24FF), (0x1D400, 0x1D7FF), (0x1F100, 0x1F1FF)];

    private static readonly (int First, int Last)[] GreekAndCyrillic = [(0x0370, 0x052F), (0x1F00, 0x1FFF), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)];

    /// <summary>Whether a letter is Latin.</summary>
    public static bool IsLatin(char c) => char.IsLetter(c) && (c < '\u0250' || c is >= '\u1e00' and <= '\u1eff');

    /// <summary>Whether a letter is of another script.</summary>
    public static bool IsOther(char c) => (char.IsLetter(c) && !IsLatin(c)) || char.IsSurrogate(c);

    /// <summary>Full-width forms as their plain ones: a browser reads ｈttps：／／ as https:// too.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            folded.Append(text[i] switch
            {
                >= '\uff01' and <= '\uff5e' => (char)(text[i] - 0xfee0),
                '\u3002' or '\uff61' when i > 0 && i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i - 1]) && char.IsAsciiLetterOrDigit(text[i + 1]) => '.',
                '\u2044' or '\u2215' => '/',
                '\u2024' => '.',
                '\ua789' or '\u2236' => ':',
                _ => text[i],
            });
        }

        return folded.ToString();
    }

    /// <summary>Whether a text holds letters that only look like others: a Cyrillic one within a Latin word, mathematical letters.</summary>
    public static bool HasLookAlikes(string text)
    {
        if (text.EnumerateRunes().Any(rune => IsIn(Costumes, rune.Value)))
            return true;
        for (var i = 1; i < text.Length; i++)
        {
            if ((IsLatin(text[i]) && IsIn(GreekAndCyrillic, text[i - 1])) || (IsLatin(text[i - 1]) && IsIn(GreekAndCyrillic, text[i])))
                return true;
        }

        return false;
    }

    /// <summary>The words of a text. Names stand out of scripts that do without blanks: in 服务payments宕机了 it is payments.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var start = 0;
            for (var i = 1; i < word.Length; i++)
            {
                if (IsOther(word[i]) == IsOther(word[i - 1]))
                    continue;
                words.Add(word[start..i]);
                start = i;
            }

            words.Add(word[start..]);
        }

        return words;
    }

    private static bool IsIn((int First, int Last)[] ranges, int value) => Array.Exists(ranges, range => value >= range.First && value <= range.Last);
}
