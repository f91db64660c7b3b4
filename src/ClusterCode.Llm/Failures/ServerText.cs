using ClusterCode.Llm.Redaction;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Failures;

/// <summary>Makes what a server said fit for a condition's message: one line, bounded, without secrets.</summary>
internal static class ServerText
{
    /// <summary>The most characters of a server's own text in a message.</summary>
    public const int MaxLength = 300;

    /// <summary>Cleans a text of the server's; <paramref name="apiKey"/> is removed wherever it appears, because LiteLLM repeats it.</summary>
    public static string Quote(string text, string? apiKey)
    {
        if (!string.IsNullOrEmpty(apiKey))
            text = text.Replace(apiKey, SecretRedactor.Placeholder("key"), StringComparison.Ordinal);
        return PlainText.Shorten(PlainText.SingleLine(SecretRedactor.Redact(text)), MaxLength);
    }
}
