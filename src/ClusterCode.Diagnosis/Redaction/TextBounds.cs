using System.Text;
using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Redaction;

/// <summary>Makes untrusted text fit to be kept and shown: no terminal control, no invisible characters, bounded in lines and bytes.</summary>
public static partial class TextBounds
{
    private const string Ellipsis = "…";

    // Texts are untrusted: no pattern may run longer than this over one.
    private const int TimeoutMilliseconds = 2000;

    /// <summary>The text without ANSI sequences, control characters (but line feeds and tabs) and invisible or direction-changing characters.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Ansi().Replace(text, "");
        var clean = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            var c = plain[i];
            if (c == '\r')
            {
                // Progress bars overwrite their line; each state becomes a line.
                clean.Append(i + 1 < plain.Length && plain[i + 1] == '\n' ? "" : "\n");
            }
            else if (char.IsSurrogate(c))
            {
                var paired = char.IsHighSurrogate(c) && i + 1 < plain.Length && char.IsLowSurrogate(plain[i + 1]);
                clean.Append(paired ? plain.AsSpan(i++, 2) : "\uFFFD");
            }
            else if (c is '\n' or '\t' || !(char.IsControl(c) || IsInvisible(c)))
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }

    /// <summary>Cuts a text to so many bytes of UTF-8, never within a character; a cut one ends in an ellipsis.</summary>
    public static string Cut(string text, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 3);
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        var room = maxBytes - Encoding.UTF8.GetByteCount(Ellipsis);
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((room -= rune.Utf8SequenceLength) < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, length), Ellipsis);
    }

    /// <summary>One line: line breaks become spaces; cleaned and cut.</summary>
    public static string Line(string text, int maxBytes) => Cut(Clean(text).ReplaceLineEndings(" ").Trim(), maxBytes);

    /// <summary>The last lines of a text, each cut; blank lines at the end are left out.</summary>
    public static IReadOnlyList<string> LastLines(string text, int maxLines, int maxLineBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.TrimEnd().Split('\n');
        return lines is [""] ? [] : [.. lines.TakeLast(maxLines).Select(l => Cut(l.TrimEnd('\r'), maxLineBytes))];
    }

    // Zero-width characters, direction marks and overrides, byte order mark: they hide or reorder what a reader sees.
    private static bool IsInvisible(char c) => c is (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';

    [GeneratedRegex(@"\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(?:\x07|\x1B\\)?|[@-Z\\^_])", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Ansi();
}
