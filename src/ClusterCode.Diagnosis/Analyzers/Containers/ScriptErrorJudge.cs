using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>A shell cannot parse the script that it is given: the line, what is wrong, and the line's text where the spec holds the script (words of ash, dash, bash and zsh).</summary>
internal sealed partial class ScriptErrorJudge : IFailureJudge
{
    private const int LongestLine = 120;

    private static readonly HashSet<string> Shells = new(StringComparer.Ordinal) { "sh", "ash", "bash", "dash", "zsh", "ksh", "busybox" };

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is not { } code || code == 0
            || failure.Lines.Select(l => (Line: l, Match: Complaint().Match(l))).LastOrDefault(m => m.Match.Success) is not { Match: { } match, Line: { } line })
            return null;
        var isJob = failure.Workload.Job is not null || failure.Workload.Reference.Kind is "Job" or "CronJob";
        var number = int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (int?)null;
        var who = $"{failure.Workload.Reference.Kind} {failure.Workload.Reference.Name}";
        var where = number is null ? "" : $" at line {number}";
        return failure.Finding(
            isJob ? CauseCategories.JobScriptError : CauseCategories.BadCommand,
            Confidence.High,
            $"The shell script of {failure.Container.Noun()} of {who} has a syntax error{where}: {Wording.Clip(match.Groups["what"].Value, LongestLine)}{Quote(failure, number, line)}",
            [failure.LogEvidence(line), ContainerCommand.Evidence(failure)],
            match.Groups["what"].Value) with
        {
            Remediation = [new Remediation { Title = $"Correct the script{where}{(isJob ? ", and create the Job again" : "")}", Risk = RemediationRisk.Medium }],
        };
    }

    // A file's name before the line number means that the script is in a file; else it is a word of the command.
    private static string Quote(ContainerFailure failure, int? number, string line)
    {
        if (ScriptFile().Match(line) is { Success: true } file && !Shells.Contains(file.Groups["file"].Value.Split('/')[^1]))
            return $" (file {Wording.Clip(file.Groups["file"].Value, LongestLine)})";
        var script = ContainerCommand.Words(failure.Container.Spec).SkipWhile(w => !IsOption(w)).Skip(1).FirstOrDefault();
        var lines = script?.Split('\n') ?? [];
        return lines.Length == 1 ? $" (in \"{Wording.Clip(lines[0], LongestLine)}\")"
            : number is { } at && at >= 1 && at <= lines.Length && !string.IsNullOrWhiteSpace(lines[at - 1]) ? $" (in \"{Wording.Clip(lines[at - 1], LongestLine)}\")"
            : "";
    }

    // -c, and what it is often combined with: -ec, -euxc, -lc.
    private static bool IsOption(string word) => word is ['-', .., 'c'] && word.Length <= 8 && !word.StartsWith("--", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^(?:\S{0,200}sh: (?:-c: |eval: )?(?:line (?<line>\d{1,6}): |(?<line>\d{1,6}): |)|/\S{1,200}: (?:line (?<line>\d{1,6}): |(?<line>\d{1,6}): ))(?:(?:[Ss]yntax error:? )(?<what>.{1,300})|(?<what>(?:unexpected EOF while looking for matching|unterminated quoted string|bad substitution|parse error near).{0,300}))",
        RegexOptions.None,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Complaint();

    [GeneratedRegex(@"^(?<file>/[^\s:]{1,250}|[^\s:/]{1,100}\.sh): ", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex ScriptFile();
}
