using System.Text.RegularExpressions;

namespace ClusterCode.Api.Redaction;

/// <summary>
/// The forms in which a name and its value stand together. In every pattern <c>name</c> is the name and <c>secret</c> the value;
/// whether the name is a secret's is decided by <see cref="SecretNames"/>.
/// </summary>
internal static partial class NamedSecrets
{
    /// <summary>In the order in which they are tried.</summary>
    public static readonly IReadOnlyList<Regex> Forms = [ListedFlag(), NameAndValue(), Element(), Assignment()];

    // ["--password", "x"]: a list of arguments.
    [GeneratedRegex(@"(?<quote>\\{0,3}[""'])--?(?<name>[A-Za-z][\w.-]{1,80})\k<quote>\s{0,3},\s{0,3}\k<quote>(?!-)(?<secret>[^""'\r\n\\]{1,500})\k<quote>", RegexOptions.CultureInvariant, SecretPatterns.TimeoutMilliseconds)]
    private static partial Regex ListedFlag();

    // {"name": "DB_PASSWORD", "value": "x"}, also in YAML, and the attributes key and value in XML.
    [GeneratedRegex(
        @"\b(?:name|key)\\{0,3}[""']?\s{0,3}[:=]\s{0,3}\\{0,3}[""']?(?<name>[A-Za-z][\w.-]{1,80})\\{0,3}[""']?,?\s{0,20}\\{0,3}[""']?\bvalue\\{0,3}[""']?\s{0,3}[:=]\s{0,3}(?:(?<quote>\\{0,3}[""'])(?<secret>[^""'\r\n\\]{1,500})\k<quote>|(?<secret>[^\s""',;}\\]{1,500})(?<end>))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        SecretPatterns.TimeoutMilliseconds)]
    private static partial Regex NameAndValue();

    // <password>x</password>
    [GeneratedRegex(@"<(?<name>[A-Za-z][\w.-]{1,80})>(?<quote>)(?<secret>[^<>\r\n]{1,500})</\k<name>>", RegexOptions.CultureInvariant, SecretPatterns.TimeoutMilliseconds)]
    private static partial Regex Element();

    // name=value, name: value, JSON, YAML, --name value. The name may be quoted (JSON, also JSON within JSON strings) or bare; a flag's value may follow after a blank.
    // A name without a part of a secret's name is passed over, for its value may be a name itself: --env DB_PASSWORD=x.
    // A name begins at a letter's start or after an escaped line break, and never within a placeholder.
    // A bare value is none if it is itself the name of a secret: in "db: password: x" the value is x.
    [GeneratedRegex(
        @"(?:(?<![A-Za-z])(?!(?<=\\)[nrt])|(?<=\\[nrt]))(?<!\[redacted:[\w-]{0,20})" +
        @"(?=[\w.-]{0,80}?(?:pass|pwd|pw|secret|token|jwt|key|cred|cookie))(?<name>(?>[A-Za-z][\w.-]{1,80}))(?:\\{0,7}[""'])?" +
        @"(?:[ \t]{0,3}(?<colon>:)(?!//)[ \t]{0,3}|\s{0,3}:?=>?\s{0,3}|(?<=(?<![\w.-])--?[\w.-]{2,80}) +)" +
        @"(?:(?<quote>\\{0,7}[""'])(?<secret>(?:(?!\k<quote>)[^\r\n])*)\k<quote>" +
        @"|(?![\w.-]{0,60}(?:pass|passwords?|passwd|pwd|secrets?|tokens?|keys?)[""']?:\s)(?<secret>(?:(?!,\s*[\w.-]+[=:])(?!\\[""'nrt])[^\s;&""'}\]])+)(?<end>[ \t]*(?=[\r\n,;}\]]|$))?)",
        RegexOptions.IgnoreCase,
        SecretPatterns.TimeoutMilliseconds)]
    private static partial Regex Assignment();
}
