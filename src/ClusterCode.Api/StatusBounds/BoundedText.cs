namespace ClusterCode.Api.StatusBounds;

/// <summary>Cuts texts and lists to the bounds of the CRDs' schemas.</summary>
internal static class BoundedText
{
    private const char Ellipsis = '…';

    /// <summary>The text, or its beginning and an ellipsis: at most <paramref name="length"/> characters, never half of one.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return text[..end] + Ellipsis;
    }

    /// <summary>The text cut, or null.</summary>
    public static string? CutOrNull(string? text, int length) => text is null ? null : Cut(text, length);

    /// <summary>The first elements, each cut.</summary>
    public static IReadOnlyList<string> Cut(IReadOnlyList<string> texts, int count, int length) => [.. texts.Take(count).Select(text => Cut(text, length))];
}
