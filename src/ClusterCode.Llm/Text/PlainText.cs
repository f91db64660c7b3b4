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
        var marks = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\u001b' or '\u009b')
            {
                i = EndOfEscape(text, i);
                continue;
            }

            // A lone surrogate is no character.
            if (!Rune.TryGetRuneAt(text, i, out var rune))
                continue;
            i += rune.Utf16SequenceLength - 1;
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                rune = new Rune('\n');
            if (rune.Value is not ('\n' or '\t') && !Visibility.IsVisible(rune))
                continue;
            marks = Visibility.IsMark(rune) ? marks + 1 : 0;
            if (marks <= Visibility.MaxMarks)
                result.Append(rune.ToString());
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
