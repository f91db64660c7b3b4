using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ClusterCode.Api.Redaction;

/// <summary>Redacts by shape (keys that carry their vendor's mark, JWTs, private keys, credentials in URLs) and by name (<c>password=…</c>).</summary>
public sealed class Redactor(RedactionOptions? options = null) : ISecretRedactor
{
    private const string Mark = "[redacted:";

    /// <summary>What stands in place of a text that no pattern could be run over in time; better nothing than a secret.</summary>
    private const string Uninspectable = "[redacted: this text could not be inspected for secrets in time]";

    /// <inheritdoc />
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return text;
        }

        // The bound on a match is one of time, not of work: a starved processor runs into it, and then only once.
        return TryRedact(text) ?? TryRedact(text) ?? Uninspectable;
    }

    private string? TryRedact(string text)
    {
        try
        {
            foreach (var shape in SecretPatterns.Shapes)
            {
                text = shape.Pattern.Replace(text, m => Replace(m, shape.Kind));
            }

            if (SecretNames.MayOccurIn(text))
            {
                foreach (var form in NamedSecrets.Forms)
                {
                    text = form.Replace(text, ReplaceNamed);
                }
            }

            text = options?.Emails == true ? SecretPatterns.Email().Replace(text, m => Replace(m, "email")) : text;
            return options?.Addresses == true ? SecretPatterns.IpAddress().Replace(text, m => Replace(m, "address")) : text;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public string RedactValue(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return SecretNames.KindOf(name) is { } kind && !SecretNames.IsHarmlessValue(name, value) ? Placeholder(kind, value) : Redact(value);
    }

    /// <inheritdoc />
    public IReadOnlyList<string> RedactArguments(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var redacted = new List<string>(arguments.Count);
        string? flag = null;
        foreach (var argument in arguments)
        {
            redacted.Add(flag is null || argument.StartsWith('-') ? Redact(argument) : RedactValue(flag, argument));
            flag = argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal) ? argument.TrimStart('-') : null;
        }

        return redacted;
    }

    private static string Replace(Match match, string kind)
    {
        var secret = match.Groups["secret"];
        if (!secret.Success || secret.Length == 0 || secret.Value.StartsWith(Mark, StringComparison.Ordinal))
        {
            return match.Value;
        }

        var start = secret.Index - match.Index;
        return string.Concat(match.ValueSpan[..start], Placeholder(kind, secret.Value), match.ValueSpan[(start + secret.Length)..]);
    }

    private static string ReplaceNamed(Match match)
    {
        var name = match.Groups["name"].Value;
        var secret = match.Groups["secret"];
        return SecretNames.KindOf(name) is { } kind
            && !SecretNames.IsHarmlessValue(name, secret.Value)
            && (!match.Groups["colon"].Success || IsValueAfterColon(match, secret))
                ? Replace(match, kind)
                : match.Value;
    }

    // "password: hunter2" holds a secret, "invalid token: unexpected end of input" holds none: after a colon in running text only what looks made by a machine
    // or what ends the line is a value.
    private static bool IsValueAfterColon(Match match, Group secret) =>
        match.Groups["quote"].Success
        || match.Groups["end"].Success
        || (secret.Length >= 8 && secret.ValueSpan.ContainsAnyInRange('0', '9') && secret.ValueSpan.ContainsAny(SecretNames.Letters));

    private static string Placeholder(string kind, string secret)
    {
        // Two bytes tell different secrets apart and tell nothing of them.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        return $"{Mark}{kind}:{Convert.ToHexStringLower(hash.AsSpan(0, 2))}]";
    }
}
