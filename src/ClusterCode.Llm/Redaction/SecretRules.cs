using System.Text.RegularExpressions;

namespace ClusterCode.Llm.Redaction;

/// <summary>The table of secrets' forms. Rules with an unmistakable form come first, assignments by name last.</summary>
internal static class SecretRules
{
    // Untrusted text of any length is matched: patterns run without backtracking, so their time is linear.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static IReadOnlyList<SecretRule> All { get; } =
    [
        Rule(@"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^-]*(-----END [A-Z0-9 ]*PRIVATE KEY-----)?", "[redacted private key]"),
        Rule(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*", "[redacted JWT]"),
        Rule(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", "[redacted AWS key id]"),
        Rule(@"\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,})", "[redacted token]"),
        Rule(@"\bsk-[A-Za-z0-9_-]{8,}", "[redacted key]"),
        // user:password@ in a URL: the user stays, it helps to diagnose.
        Rule(@"(?<before>\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@""']*:)[^\s/@""']+@", "${before}[redacted]@"),
        Rule(@"(?i)(?<before>\b(bearer|basic)\s+)[A-Za-z0-9._~+/=-]{12,}", "${before}[redacted]"),
        Rule(
            @"(?i)(?<before>(password|passwd|pwd|passphrase|secret|secret_?access_?key|access_?key|api[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|private[_-]?key)[""']?\s*[=:]\s*[""']?)[^\s""',;&\[\]{}()<>]{3,}",
            "${before}[redacted]"),
    ];

    private static SecretRule Rule(string pattern, string replacement) => new(new Regex(pattern, Options), replacement);
}
