using System.Text;
using System.Text.RegularExpressions;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Prompting;

/// <summary>Makes text that anyone in the cluster may have written safe to put into a prompt as data.</summary>
internal static partial class UntrustedText
{
    /// <summary>Opens a fenced piece of data. Only the prompt's own code writes it: three angle brackets never survive in untrusted text.</summary>
    public static string Open(string label) => $"<<<DATA {label}>>>";

    /// <summary>Closes a fenced piece of data.</summary>
    public static string Close(string label) => $"<<<END {label}>>>";

    /// <summary>Fences a text as data.</summary>
    public static string Fence(string label, string text) => $"{Open(label)}\n{Neutralise(text)}\n{Close(label)}\n";

    /// <summary>Removes what could be taken for something else than text: control characters, fences, and the markers of chat templates.</summary>
    public static string Neutralise(string text)
    {
        text = PlainText.Clean(text);
        // Servers render messages into the model's template and read the whole again, markers included: a log line could open a
        // turn of its own. Markers lose the character that makes them one, and stay readable.
        foreach (var (marker, harmless) in ChatTemplateMarkers.All)
            text = text.Replace(marker, harmless, StringComparison.OrdinalIgnoreCase);
        return AngleRuns().Replace(text, run => run.Value[..2]);
    }

    /// <summary>Cuts a text to a number of UTF-8 bytes by taking out its middle: a log's start tells what ran, its end what went wrong.</summary>
    public static string CutMiddle(string text, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes)
            return text;
        const string Gap = "\n[…]\n";
        var room = Math.Max(0, maxBytes - Encoding.UTF8.GetByteCount(Gap));
        var head = room / 3;
        return string.Concat(Head(text, head), Gap, Tail(text, room - head));
    }

    private static string Head(string text, int maxBytes)
    {
        var (length, bytes) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static string Tail(string text, int maxBytes)
    {
        var start = text.Length;
        var bytes = 0;
        while (start > 0)
        {
            var width = start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? 2 : 1;
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(start - width, width));
            if (bytes > maxBytes)
                break;
            start -= width;
        }

        return text[start..];
    }

    [GeneratedRegex("<{3,}|>{3,}")]
    private static partial Regex AngleRuns();
}
