using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Dependencies;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>
/// The process rejects a value of its configuration. Which one is told by what the container is given: the variable or flag that the line names, or else the one
/// whose value the line quotes, or the mounted file of which it speaks.
/// </summary>
internal sealed partial class InvalidSettingJudge : IFailureJudge
{
    /// <summary>A value that short occurs in lines by chance.</summary>
    private const int ShortestValue = 2;

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is null or 0)
            return null;
        var variables = ContainerVariables.Of(failure.File, failure.Container.Spec);
        foreach (var line in failure.TellingLines.Reverse())
        {
            if (!Rejects().IsMatch(line))
                continue;
            if ((Named(failure, variables, line) ?? Quoted(failure, variables, line) ?? Mounted(failure, line)) is { } setting)
                return Finding(failure, line, setting);
        }

        return ErrorShapes.Find(failure.RawLines).LastOrDefault(shape => shape.Kind == ErrorShapeKind.InvalidSetting && IsOfConfiguration(shape)) is { } invalid
            ? Unplaced(failure, failure.RawLines[invalid.Index].Trim(), invalid)
            : null;
    }

    // Data may be malformed just as well.
    private static bool IsOfConfiguration(ErrorShape shape) => shape.Path is { } path ? ConfigurationFile().IsMatch(path) : shape.Name is not null && ConfigurationWord().IsMatch(shape.Line);

    private static FindingDraft Unplaced(ContainerFailure failure, string line, ErrorShape shape)
    {
        var name = failure.Container.Title();
        var message = Wording.Clip(LogLine.Parse(line).Text, 200);
        var what = shape.Path is { } path && !message.Contains(path, StringComparison.Ordinal) ? $" ({path})" : "";
        return failure.Finding(
            CauseCategories.AppConfig,
            Confidence.Medium,
            $"{name} exits {failure.ExitCode}, because its configuration is wrong: {message}{what}",
            [failure.LogEvidence(line), ContainerCommand.Evidence(failure)],
            shape.Name ?? shape.Path) with
        {
            Explanation = $"It exits {failure.ExitCode} and says: {Wording.Clip(line)}.",
            Remediation = [new Remediation { Title = $"What should {shape.Name ?? shape.Path} be for {failure.Container.Noun()}? Nothing of the pod sets it, so it stands in image {failure.Container.Spec.Image}, or in what the process loads", Risk = RemediationRisk.Medium }],
        };
    }

    private static Setting? Named(ContainerFailure failure, IReadOnlyList<ContainerVariable> variables, string line)
    {
        var named = variables
            .Where(variable => variable.Name.Length > ShortestValue && IsWord(line, variable.Name))
            .MaxBy(variable => variable.Name.Length);
        return named is not null ? Of(named) : Flags(failure).FirstOrDefault(flag => IsWord(line, flag.Name));
    }

    private static Setting? Quoted(ContainerFailure failure, IReadOnlyList<ContainerVariable> variables, string line)
    {
        var quoted = Quotes().Matches(line).Select(match => match.Groups["value"].Value).Where(value => value.Length >= ShortestValue).ToHashSet(StringComparer.Ordinal);
        List<Setting> holders =
        [
            .. variables.Where(variable => variable.Value is { } value && quoted.Contains(value)).Select(Of),
            .. Flags(failure).Where(flag => flag.Value is { } value && quoted.Contains(value)),
        ];
        return holders is [var only] ? only : null;
    }

    // A file that the line names and that a ConfigMap or Secret holds.
    private static Setting? Mounted(ContainerFailure failure, string line)
    {
        foreach (var path in Paths().Matches(line).Select(match => match.Groups["path"].Value.TrimEnd('.')))
        {
            if (Mounts.Covering(failure.Container.Spec, path) is { } mount && Mounts.Source(failure.Pod.Pod.Spec, mount.Name) is { } source)
                return new Setting(path, null, $"{source}, volume {mount.Name}");
        }

        return null;
    }

    private static Setting Of(ContainerVariable variable) => new(variable.Name, variable.Value, variable.Origin == $"env {variable.Name}" ? "env" : variable.Origin);

    /// <summary>Flags with values, as <c>--name=value</c> or <c>--name value</c>.</summary>
    private static IEnumerable<Setting> Flags(ContainerFailure failure)
    {
        var words = ContainerCommand.Words(failure.Container.Spec);
        for (var at = 0; at < words.Count; at++)
        {
            if (!words[at].StartsWith('-') || Flag().Match(words[at]) is not { Success: true } match)
                continue;
            var value = match.Groups["value"].Success ? match.Groups["value"].Value : at + 1 < words.Count && !words[at + 1].StartsWith('-') ? words[at + 1] : null;
            yield return new Setting(match.Groups["name"].Value, value, ContainerCommand.FieldOf(failure.Container.Spec, words[at]));
        }
    }

    private static FindingDraft Finding(ContainerFailure failure, string line, Setting setting)
    {
        var message = Wording.Clip(LogLine.Parse(line).Text, 160);
        var given = setting.Value is { Length: > 0 } value ? $"{setting.Name}=\"{Wording.Clip(value, 60)}\" ({setting.Place})" : $"what {setting.Name} has ({setting.Place})";
        return failure.Finding(
            CauseCategories.AppConfig,
            Confidence.Medium,
            $"{failure.Container.Title()} does not accept {given}: {message}",
            [failure.LogEvidence(line), Cite.Spec(failure.Pod, failure.Container, setting.Place, $"{setting.Name}={setting.Value ?? "(not read)"}"), ContainerCommand.Evidence(failure)],
            setting.Name) with
        {
            Explanation = $"It exits {failure.ExitCode} and says: {Wording.Clip(line)}.",
            Remediation = [new Remediation { Title = $"What should {setting.Name} be for {failure.Container.Noun()}? It is set in {setting.Place}", Risk = RemediationRisk.Medium }],
        };
    }

    private static bool IsWord(string line, string name)
    {
        for (var at = line.IndexOf(name, StringComparison.Ordinal); at >= 0; at = line.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsPartOfName(line[at - 1])) && (at + name.Length == line.Length || !IsPartOfName(line[at + name.Length])))
                return true;
        }

        return false;
    }

    private static bool IsPartOfName(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';

    /// <summary>A setting that the container is given.</summary>
    /// <param name="Name">The variable or flag.</param>
    /// <param name="Value">Its value, redacted; null where it is not known.</param>
    /// <param name="Place">Where it is set.</param>
    private sealed record Setting(string Name, string? Value, string Place);

    /// <summary>How programs of all languages say that a value is not what they want.</summary>
    [GeneratedRegex("""\b(?:invalid|not (?:a |an )?valid|must(?: not)? (?:be|have|match|contain|start|end)|(?:unable|failed|could ?n[o']t|can ?not|can't) (?:to )?(?:parse|convert|interpret|decode|understand)|pars(?:e|ing) error|parsing|malformed|unsupported|not supported|unknown|unrecogni[sz]ed|illegal|out of range|bad (?:value|format|number|url|port)|expected|not allowed|should be|cannot be|NumberFormatException|ValueError|is not (?:a|an|one of)|not in the list|does not match|too (?:large|small|long|short|high|low))\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Rejects();

    [GeneratedRegex("""^/etc/|conf|settings|\.(?:ya?ml|toml|ini|cfg|cnf|properties|env|hcl)$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex ConfigurationFile();

    [GeneratedRegex("""config|\b(?:settings?|options?|directives?|flags?|arguments?|propert(?:y|ies)|parameters?|environment|env)\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex ConfigurationWord();

    [GeneratedRegex("""["'`“‘](?<value>[^"'`“”‘’]{1,200})["'`”’]""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Quotes();

    [GeneratedRegex("""(?<![\w.:/])(?<path>/[\w./@+-]{2,300})""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Paths();

    [GeneratedRegex("""^(?<name>--?[A-Za-z][\w.-]{1,100})(?:=(?<value>.{0,300}))?$""", RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Flag();
}
