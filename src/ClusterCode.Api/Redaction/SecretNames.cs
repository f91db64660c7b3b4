using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace ClusterCode.Api.Redaction;

/// <summary>Which names hold secrets: <c>DB_PASSWORD</c> and <c>apiKey</c> do, <c>tokenPath</c>, <c>secretName</c> and <c>max_tokens</c> do not.</summary>
public static partial class SecretNames
{
    /// <summary>Letters of ASCII.</summary>
    internal static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>A word of a name that makes it secret, and what the placeholder calls it.</summary>
    private static readonly FrozenDictionary<string, string> SecretWords = new Dictionary<string, string>
    {
        ["password"] = "password",
        ["passwd"] = "password",
        ["passphrase"] = "password",
        ["pass"] = "password",
        ["pwd"] = "password",
        ["pw"] = "password",
        ["passin"] = "password",
        ["passout"] = "password",
        ["secret"] = "secret",
        ["token"] = "token",
        ["jwt"] = "token",
        ["apikey"] = "key",
        ["accesskey"] = "key",
        ["secretkey"] = "key",
        ["accountkey"] = "key",
        ["privatekey"] = "key",
        ["credential"] = "credential",
        ["credentials"] = "credential",
        ["pgpassword"] = "password",
        ["cookie"] = "cookie",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A key is secret when one of these stands before it; <c>key=DB_URL</c> is not.</summary>
    private static readonly FrozenSet<string> SecretKeyKinds =
        new[] { "api", "access", "private", "secret", "signing", "encryption", "account", "shared", "master", "ssh", "auth", "service", "license", "client", "storage", "hmac" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Last words of names that speak about a secret without holding it.</summary>
    private static readonly FrozenSet<string> AboutSecrets = new[]
    {
        "name", "file", "path", "ref", "url", "uri", "type", "length", "len", "count", "ttl", "expiry", "expiration", "expires", "expired", "policy", "endpoint", "issuer", "mount",
        "dir", "directory", "format", "header", "algorithm", "timeout", "duration", "version", "enabled", "required", "set", "present", "missing", "valid", "namespace", "provider",
        "error", "id", "limit", "store", "age", "seconds", "request", "requests", "review", "audience", "volume", "projection", "manager", "controller", "class",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Values that tell what is wrong with a secret, or that there is none.</summary>
    private static readonly FrozenSet<string> HarmlessValues = new[]
    {
        "null", "nil", "none", "true", "false", "undefined", "empty", "unset", "missing", "required", "invalid", "expired", "not", "is", "was", "has", "must", "cannot", "incorrect",
        "wrong", "unauthorized", "denied", "failed", "error", "unexpected", "unknown", "flag", "option", "argument", "value", "for", "and", "or", "in", "of", "the", "a", "an", "no",
        "found", "string", "redacted", "hidden", "authentication", "permission", "rejected", "mismatch", "too", "should", "could", "does", "did", "file", "env", "variable", "to",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A part of each secret name; a text without any of them names none.</summary>
    private static readonly SearchValues<string> Parts =
        SearchValues.Create(["pass", "pwd", "pw", "secret", "token", "jwt", "key", "credential", "cookie"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text can hold a secret name at all; it saves the pattern over most logs.</summary>
    internal static bool MayOccurIn(string text) => text.AsSpan().ContainsAny(Parts);

    /// <summary>What kind of secret a value under this name is; null where the name does not say that it is one.</summary>
    public static string? KindOf(string name)
    {
        var words = Words().Matches(name).Select(m => m.Value).ToArray();
        if (words.Length == 0 || (words.Length > 1 && AboutSecrets.Contains(words[^1])))
        {
            return null;
        }

        for (var i = 0; i < words.Length; i++)
        {
            if (SecretWords.TryGetValue(words[i], out var kind))
            {
                // "the secret's key" is named by what follows: secretAccessKey is a key.
                return kind == "secret" && i < words.Length - 1 && words[^1].Equals("key", StringComparison.OrdinalIgnoreCase) ? "key" : kind;
            }

            if (i > 0 && words[i].Equals("key", StringComparison.OrdinalIgnoreCase) && SecretKeyKinds.Contains(words[i - 1]))
            {
                return "key";
            }
        }

        return null;
    }

    /// <summary>Whether a value under a secret name is none: nothing, a reference to a variable, a path, a word such as "required".</summary>
    internal static bool IsHarmlessValue(string name, string value)
    {
        var text = value.Trim().Trim('"', '\'', '.', ',', ';', ':', ')', ']', '}', '(', '[', '{', '<', '>', '*', '!', '?', '\\');
        return text.Length == 0
            || HarmlessValues.Contains(text)
            || Reference().IsMatch(value)
            || (IsPath(text) && PathName().IsMatch(name));
    }

    private static bool IsPath(string text) => text[0] is '/' or '.' && !text.Contains(' ', StringComparison.Ordinal);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", RegexOptions.None, SecretPatterns.TimeoutMilliseconds)]
    private static partial Regex Words();

    // $VAR, ${VAR}, $(VAR), {{ .Values.x }}, %VAR%: the value stands elsewhere.
    [GeneratedRegex(@"^(?:\$[A-Za-z_{(][\w.:-]*[})]?|\{\{.*\}\}|%\w+%)$", RegexOptions.None, SecretPatterns.TimeoutMilliseconds)]
    private static partial Regex Reference();

    // PWD is the working directory; GOOGLE_APPLICATION_CREDENTIALS is a file.
    [GeneratedRegex(@"^(?:OLD)?PWD$|credentials?$", RegexOptions.IgnoreCase, SecretPatterns.TimeoutMilliseconds)]
    private static partial Regex PathName();
}
