using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs;

/// <summary>What tells a line that reports a failure from one that does not.</summary>
internal static partial class LogPatterns
{
    /// <summary>Logs are untrusted: no pattern may run longer than this on one line.</summary>
    public const int TimeoutMilliseconds = 1000;

    /// <summary>Words with which programs say that something went wrong.</summary>
    [GeneratedRegex(
        @"\b(?:err(?:or|no)?s?|fatal|fail(?:ed|ure|s)?|cannot|can['’]t|could ?n[o']t|couldn['’]t|unable|refused|denied|forbidden|unauthori[sz]ed|invalid|missing|required|not found|no such|not set|nonexistent|not exist|undefined|unknown|unrecogni[sz]ed|unsupported|time ?out|timed out|unreachable|panic(?:ked)?|abort(?:ed|ing)?|already in use|already exists|out of memory|exceeded|expired|mismatch|rejected|segmentation fault|core dumped|must be|illegal|unexpected|bad|broken|unbound|not (?:specified|provided|defined|supplied)|crash(?:ed)?|not permitted|read-only|no space left|usage)\b|\w(?:Error|Exception)\b",
        RegexOptions.IgnoreCase,
        TimeoutMilliseconds)]
    public static partial Regex Failure();

    /// <summary>Lines that contain such words and report nothing: "0 errors", "error=nil", "failed: 0", the JVM's banner, SqlClient's trailer, what nginx's entry point says of a mounted file.</summary>
    [GeneratedRegex(
        @"\b(?:0|no|zero|without(?: any)?) (?:errors?|failures?|failed|warnings?|issues?)\b|\b(?:errors?|err|failed|failures?)""?\s*[=:]\s*""?(?:0|nil|<nil>|null|none|false|\[\]|\{\})(?:\b|$|[\s,""])|\b(?:retry|log|error)[-_ ]?(?:on|level|handler|page|log)\b\s*[=:]|^\W*(?:Picked up (?:JDK_JAVA_OPTIONS|_?JAVA_(?:TOOL_)?OPTIONS): |Error Number:\d+,State:\d+,Class:\d+)|info: can not modify \S+ \(read-only",
        RegexOptions.IgnoreCase,
        TimeoutMilliseconds)]
    public static partial Regex NoFailure();

    /// <summary>A line that leads with a failure: "ERROR: …", "fatal: …", "TypeError: …".</summary>
    [GeneratedRegex(@"^(?:\S+: )?(?:[\w$.]*(?:Error|Exception)|error|fatal(?: error)?|panic|ERROR|FATAL)\b\s?(?:\[[^\]]*\])?:", RegexOptions.None, TimeoutMilliseconds)]
    public static partial Regex LeadsWithFailure();

    /// <summary>Words that tell what exactly is wrong, by which one error line is better than its neighbours.</summary>
    [GeneratedRegex(
        @"refused|no such|not found|denied|forbidden|unauthorized|not set|required|missing|invalid|already|timed? ?out|unreachable|unknown|undefined|read-only|no space|expired|exceeded|must be|nonexistent|:\d{2,5}\b|""[^""]+""|'[^']+'|/\w+/\w|(?:^|\s)\.{0,2}/\w",
        RegexOptions.IgnoreCase,
        TimeoutMilliseconds)]
    public static partial Regex TellsWhat();

    /// <summary>What programs say on their way out, after the line that matters.</summary>
    [GeneratedRegex(
        @"^\W*(?:exit(?:ing|ed)?\b|exit (?:status|code)|shutting down|shutdown|stopping|stopped|terminat(?:ed|ing)|aborting|process (?:exited|finished|completed)|(?:main )?process exited|npm (?:ERR!|error)|error command failed|error: command failed|make: \*\*\*|command (?:terminated|failed)|(?:application|server|service)(?: startup)? (?:failed|aborted|terminated|exited|run failed)|(?:error: )?could not create the java virtual machine|(?:error: )?a fatal exception has occurred|goodbye|bye|failed to start\W*$|fatal\W*$|error\W*$|Node\.js v\d)",
        RegexOptions.IgnoreCase,
        TimeoutMilliseconds)]
    public static partial Regex Farewell();
}
