using ClusterCode.Api.Redaction;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Redaction;

/// <summary>
/// The last line of defence before text leaves the operator: replaces what plainly is a secret. Evidence is redacted when it is
/// collected, with more context than there is here; this catches what slipped through, whatever its way into the prompt.
/// </summary>
internal static class SecretRedactor
{
    private static readonly Redactor Shared = new();

    /// <summary>What stands in place of a secret of a kind.</summary>
    public static string Placeholder(string kind) => $"[redacted:{kind}]";

    /// <summary>Replaces every secret that a rule recognises. Applying it twice changes nothing more.</summary>
    public static string Redact(string text) => Shared.Redact(text);

    /// <summary>The same for text that strangers wrote: invisible characters within a secret would hide it from the rules.</summary>
    public static string RedactUntrusted(string text) => Shared.Redact(PlainText.Clean(text));
}
