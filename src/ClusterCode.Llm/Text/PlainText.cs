using System.Globalization;
using System.Text;

namespace ClusterCode.Llm.Text;

/// <summary>Makes text that anyone may have written harmless to terminals and readers.</summary>
internal static class PlainText
{
    /// <summary>
    /// Removes what a terminal or a reader's eye would obey instead of show: ANSI escape sequences, control characters except
    /// line feed and tab, bidirectional and other invisible format characters, lone surrogates.
    /// </summary>
    public static string Clean(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\u001b' || c == '\u009b')
            {
                i = EndOfEscape(text, i);
            }
            else if (c is '\n' or '\t')
            {
                result.Append(c);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                // Tag characters (U+E0000…) carry invisible text.
                if (CharUnicodeInfo.GetUnicodeCategory(text, i) is not UnicodeCategory.Format)
                    result.Append(c).Append(text[i + 1]);
                i++;
            }
            else if (char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                result.Append('\n');
            }
            else if (char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    /// <summary>Cleans a text and folds all its white space to single blanks.</summary>
    public static string SingleLine(string text) =>
        string.Join(' ', Clean(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Cuts a text to a length, with an ellipsis in place of what is cut; never through a surrogate pair.</summary>
    public static string Shorten(string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return text;
        var end = maxLength - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static int EndOfEscape(string text, int start)
    {
        var i = start + 1;
        if (text[start] == '\u001b')
        {
            if (i >= text.Length)
                return start;
            if (text[i] == ']')
            {
                // An operating system command (titles, hyperlinks) ends with BEL or ESC \.
                while (i < text.Length && text[i] != '\a' && text[i] != '\u001b' && text[i] != '\n')
                    i++;
                if (i < text.Length && text[i] == '\u001b' && i + 1 < text.Length && text[i + 1] == '\\')
                    return i + 1;
                return i < text.Length && text[i] == '\a' ? i : i - 1;
            }

            if (text[i] != '[')
                return text[i] is >= ' ' and <= '~' ? i : start;
            i++;
        }

        while (i < text.Length && text[i] is >= ' ' and <= '?')
            i++;
        return i < text.Length && text[i] is >= '@' and <= '~' ? i : i - 1;
    }
}
