namespace ClusterCode.Diagnosis.Logs;

/// <summary>Closes a JSON object whose end was cut off, as that of a long line is: what stands before the cut can then be read.</summary>
internal static class CutJson
{
    /// <summary>Of \u0041, without the backslash.</summary>
    private const int LengthOfUnicodeEscape = 5;

    /// <summary>The object, closed; null where nothing of it is whole.</summary>
    public static string? Close(string text)
    {
        var open = new Stack<char>();
        var (inString, isValue, comma) = (false, false, -1);
        var closersAtComma = "";
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (inString)
            {
                if (c == '\\')
                    i++;
                else if (c == '"')
                    inString = false;
                continue;
            }

            switch (c)
            {
                case '"': inString = true; break;
                case '{': open.Push('}'); isValue = false; break;
                case '[': open.Push(']'); isValue = true; break;
                case '}' or ']' when open.Count > 0: open.Pop(); isValue = true; break;
                case ':': isValue = true; break;
                case ',':
                    (comma, closersAtComma) = (i, string.Concat(open));
                    isValue = open.TryPeek(out var around) && around == ']';
                    break;
            }
        }

        if (inString && isValue && open.Count > 0)
            return $"{text[..EndOfWhole(text)]}\"{string.Concat(open)}";
        if (!inString && isValue && open.Count > 0 && text[^1] is ('"' or '}' or ']'))
            return text + string.Concat(open);
        return comma < 0 || open.Count == 0 ? null : text[..comma] + closersAtComma;
    }

    // Half an escape sequence is left out: a backslash at the end would escape the quote, and \u needs four digits.
    private static int EndOfWhole(string text)
    {
        var last = text.LastIndexOf('\\');
        if (last < 0)
            return text.Length;
        var first = last;
        while (first > 0 && text[first - 1] == '\\')
            first--;
        var escapes = (last - first) % 2 == 0;
        var rest = text.Length - last - 1;
        return escapes && (rest == 0 || (text[last + 1] == 'u' && rest < LengthOfUnicodeEscape)) ? last : text.Length;
    }
}
