namespace ClusterCode.Llm.Redaction;

/// <summary>
/// The last line of defence before text leaves the operator: replaces what plainly is a secret. Evidence is redacted when it is
/// collected, with more context than there is here; this catches what slipped through, whatever its way into the prompt.
/// </summary>
internal static class SecretRedactor
{
    /// <summary>What stands in place of a secret of a kind.</summary>
    public static string Placeholder(string kind) => $"[redacted {kind}]";

    /// <summary>Replaces every secret that a rule recognises. Applying it twice changes nothing more.</summary>
    public static string Redact(string text)
    {
        foreach (var rule in SecretRules.All)
            text = rule.Pattern.Replace(text, rule.Replacement);
        return text;
    }
}
