using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ClusterCode.Llm.Answers;

/// <summary>Finds the JSON object in what a model says: inside code fences, after its thinking, between prose, with trailing commas.</summary>
internal static class JsonExtraction
{
    // Answers are bounded by tokens; what is longer is no answer.
    private const int MaxLength = 256 * 1024;

    // Prose may hold braces of its own; some tries find the object, and hostile text cannot make it many.
    private const int MaxTries = 20;

    private const string ThinkEnd = "</think>";

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 16,
    };

    /// <summary>Finds the first object that can be read.</summary>
    /// <param name="text">What the model said.</param>
    /// <param name="document">The object; to be disposed.</param>
    public static bool TryFind(string text, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        if (text.Length > MaxLength)
            return false;
        var thought = text.LastIndexOf(ThinkEnd, StringComparison.OrdinalIgnoreCase);
        var rest = thought < 0 ? text : text[(thought + ThinkEnd.Length)..];
        var start = rest.IndexOf('{', StringComparison.Ordinal);
        for (var tries = 0; start >= 0 && tries < MaxTries; tries++)
        {
            var end = EndOfObject(rest, start);
            if (end > 0 && TryParse(rest.AsMemory(start, end - start), out document))
                return true;
            start = rest.IndexOf('{', start + 1);
        }

        return false;
    }

    private static bool TryParse(ReadOnlyMemory<char> text, [NotNullWhen(true)] out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(text, Options);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // ArgumentException: lone surrogates, which are no UTF-8.
            document = null;
            return false;
        }
    }

    private static int EndOfObject(string text, int start)
    {
        var depth = 0;
        var inString = false;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when inString:
                    i++;
                    break;
                case '"':
                    inString = !inString;
                    break;
                case '{' when !inString:
                    depth++;
                    break;
                case '}' when !inString && --depth == 0:
                    return i + 1;
            }
        }

        return -1;
    }
}
