using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes.Patterns;

/// <summary>How shells, languages and libraries say that an environment variable is missing.</summary>
internal static partial class MissingVariablePatterns
{
    /// <summary>The patterns in the order in which they are tried; each names the variable as group name. Those that rely on wording alone accept only names in capitals.</summary>
    public static readonly IReadOnlyList<Regex> All = [Shell(), Told(), Named(), KeyError(), Required(), MustBeSet()];

    /// <summary>The variable that the line says is missing; null where it says nothing of the kind.</summary>
    public static string? Variable(string line)
    {
        foreach (var pattern in All)
        {
            if (pattern.Match(line) is { Success: true } match)
                return match.Groups["name"].Value;
        }

        return null;
    }

    // sh: SMTP_HOST: SMTP_HOST is required · sh: 1: X: parameter not set · bash: line 3: X: unbound variable
    [GeneratedRegex("""(?:^|\s)(?<name>[A-Za-z_][A-Za-z0-9_]{1,100}): (?:parameter (?:null or )?not set|unbound variable|\k<name> (?:is|must|not)\b)""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Shell();

    // Missing required environment variable: X · required environment variable "X" is not set · environment variables are missing: X
    [GeneratedRegex("""(?:environment variables?|env(?:ironment)? ?vars?) (?:is |are |was )?(?:not (?:found|set|defined|present|provided)|missing|undefined|unset|required):? ?[`'"$\[{(]{0,3}\b(?<name>(?-i:[A-Z_][A-Z0-9_]{1,100}))\b|(?:missing|required|undefined|unset|mandatory|expected|no|need|define|set)(?: \w{1,20}){0,2} (?:environment variables?|env(?:ironment)? ?vars?|env variables?|env)(?: \w{1,10}){0,2}(?:\s*[:=]\s*|\s+)[`'"$\[{(]{0,3}\b(?<name>(?-i:[A-Z_][A-Z0-9_]{1,100}))\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Told();

    // environment variable X not set · env var "X" must be set · environment variable `X` is missing
    [GeneratedRegex("""(?:environment variables?|env(?:ironment)? ?vars?|env variables?)\s*:?\s*[`'"$\[{(]{0,3}\b(?<name>(?-i:[A-Z_][A-Z0-9_]{1,100}))[`'"\]})]{0,3},?\s*(?:(?:is|was|are|has|must be|to be|not|needs to be|should be)\s*){0,3}(?:set|missing|required|defined|found|empty|undefined|unset|provided|present|exist)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Named();

    // Python's os.environ['X'], Ruby's ENV.fetch, Rust's and Elixir's: KeyError: 'X' · key not found: "X"
    [GeneratedRegex("""(?:KeyError: |key not found: |fetch environment variable )[`'":]{1,2}(?<name>[A-Z][A-Z0-9_]{2,100})\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex KeyError();

    // envconfig: required key X missing value · You must specify X · You need to specify one of the following: - X
    [GeneratedRegex("""(?:required key |must (?:specify|provide|set|define|export) (?:the |a |an )?(?:value for )?[`'"$]?|please (?:set|specify|provide|export) (?:the )?[`'"$]?|specify one of the following.{0,60}?- )(?<name>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,60}|[A-Z]{3,40})\b""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Required();

    // DATABASE_URL must be set · DATABASE_URL is not set · DATABASE_URL is required · missing DATABASE_URL · DATABASE_URL: Required
    [GeneratedRegex("""(?:\b[Mm]issing:? [`'"$]?(?<name>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,60})\b)|(?:\b(?<name>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,60})[`'"]?:? ?(?:\[ ?['"])?(?:is |was |has |must be |to be |should be |needs to be |cannot be |can't be |may not be |variable ){0,2}(?:not (?:been )?(?:set|defined|found|provided|specified|configured)|required|[Rr]equired|missing|undefined|unset|empty|(?<=be )set|(?<=be )defined|(?<=be )provided))""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex MustBeSet();
}
