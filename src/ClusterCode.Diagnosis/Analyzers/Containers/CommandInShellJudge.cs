using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process started, and could not run what it was told to: a shell, an interpreter or the loader says so.</summary>
internal sealed partial class CommandInShellJudge : IFailureJudge
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is not { } code || code == 0)
            return null;
        var lines = failure.Lines;
        return lines.Reverse().Select(line => JudgeLine(failure, code, line)).FirstOrDefault(found => found is not null)
            ?? (code is NotFound or NotExecutable ? ByExitCode(failure, code, lines) : null);
    }

    private static FindingDraft? JudgeLine(ContainerFailure failure, int code, string line)
    {
        var name = failure.Container.Title();
        if (line.Contains("exec format error", StringComparison.OrdinalIgnoreCase))
            return Finding(failure, line, CauseCategories.BadCommand, $"{name} cannot run its program: it is not made for the node's platform, or is a script without #! line ({line})");
        if (SyntaxError().IsMatch(line))
        {
            var isJob = failure.Workload.Reference.Kind is "Job" or "CronJob";
            return Finding(failure, line, isJob ? CauseCategories.JobScriptError : CauseCategories.BadCommand, $"{name} exits {code}: the shell cannot parse its script ({line})");
        }

        if (ExecMissing().Match(line) is { Success: true } mounted && MountedScript.Of(failure, mounted.Groups["x"].Value) is { Interpreter: { } interpreter } known)
            return Finding(failure, line, CauseCategories.BadCommand, $"{name} cannot run {known.Path} ({known.Key}): it begins with #!{interpreter}, which is not in image {failure.Container.Spec.Image}");
        if (ExecMissing().Match(line) is { Success: true } loader)
            return Finding(failure, line, CauseCategories.BadCommand, $"{name} cannot run {loader.Groups["x"].Value}: it, or the interpreter of its #! line, does not exist in image {failure.Container.Spec.Image}");
        if (ScriptMissing().Match(line) is { Success: true } script)
            return Finding(failure, line, CauseCategories.BadCommand, $"{name} exits {code}: {script.Groups["x"].Value}, which it is told to run, does not exist in image {failure.Container.Spec.Image}{Field(failure, script.Groups["x"].Value)}");
        if (code == NotFound && CommandMissing().Match(line) is { Success: true } missing)
        {
            var command = missing.Groups["x"].Value;
            var meant = KnownCommands.Near(command, ContainerCommand.OwnNames(failure)) is { } near ? $"; {near} is probably meant" : "";
            return Finding(failure, line, CauseCategories.BadCommand, $"{name} exits 127: command {command} is not in image {failure.Container.Spec.Image}{meant}");
        }

        if (code == NotExecutable && CommandDenied().Match(line) is { Success: true } denied)
            return Finding(failure, line, CauseCategories.BadCommand, $"{name} exits 126: {denied.Groups["x"].Value} is not executable (permission denied)");
        return null;
    }

    private static FindingDraft ByExitCode(ContainerFailure failure, int code, IReadOnlyList<string> lines)
    {
        var means = code == NotFound ? "does not exist in the image" : "is not executable";
        var says = lines.Count > 0 ? $" ({Wording.Clip(lines[^1])})" : "";
        return failure.Finding(
            CauseCategories.BadCommand,
            Confidence.Low,
            $"{failure.Container.Title()} exits {code}: a command that it runs {means}{says}",
            [lines.Count > 0 ? failure.LogEvidence(lines[^1]) : null, ContainerCommand.Evidence(failure)],
            says);
    }

    private static FindingDraft Finding(ContainerFailure failure, string line, string category, string title) =>
        failure.Finding(category, Confidence.Medium, Wording.Clip(title, 2 * Wording.LongestQuote), [failure.LogEvidence(line), ContainerCommand.Evidence(failure)], line) with
        {
            Remediation = [new Remediation { Title = $"Correct command and args of {failure.Container.Noun()}, or the image that should hold the program", Risk = RemediationRisk.Medium }],
        };

    private static string Field(ContainerFailure failure, string word) =>
        ContainerCommand.FieldOf(failure.Container.Spec, word) is var field && field.EndsWith(']') ? $" ({field})" : "";

    [GeneratedRegex("""(^|[/\s])(sh|bash|ash|dash|-c)\b.{0,80}?:\s*syntax error""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SyntaxError();

    [GeneratedRegex("""\bexec (?:user process caused[: "]{1,3}|['"]?(?<x>/[^\s:'"]{1,300})['"]?: )no such file or directory""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExecMissing();

    [GeneratedRegex("""(?:can't open|cannot open|can't open file|Unable to access jarfile|Cannot find module|No such script:?) ['"]?(?<x>/[^\s:'"]{1,300}|[\w.-]{1,100}\.(?:jar|sh|py|js|rb))['"]?""", RegexOptions.CultureInvariant)]
    private static partial Regex ScriptMissing();

    [GeneratedRegex("""(?:^|:|\s)\s*(?:env: )?(?:can't execute )?['"‘]?(?<x>[^\s:'"‘’]{1,200})['"’]?: (?:command )?(?:not found|No such file or directory)""", RegexOptions.CultureInvariant)]
    private static partial Regex CommandMissing();

    [GeneratedRegex("""(?:^|:|\s)\s*['"‘]?(?<x>[^\s:'"‘’]{1,200})['"’]?: Permission denied""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CommandDenied();
}
