using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>
/// Lets only such commands of a model through as a person may be shown: one kubectl command of a known verb, with known flags, about
/// objects of the diagnosis, and with nothing that a shell would interpret.
/// </summary>
internal sealed partial class CommandCheck
{
    private const int MaxLength = 300;

    private readonly FactBase facts;
    private readonly Queue<string> words;
    private readonly List<string> kinds = [];
    private string verbName = "";
    private CommandVerb? verb;
    private int named;
    private bool stops;
    private bool tellsAll;

    private CommandCheck(string command, FactBase facts)
    {
        this.facts = facts;
        words = new Queue<string>(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The risk of a command; null when it must not be shown.</summary>
    public static RemediationRisk? RiskOf(string command, FactBase facts) =>
        command.Length <= MaxLength && HarmlessCharacters().IsMatch(command) ? new CommandCheck(command, facts).Risk() : null;

    private RemediationRisk? Risk()
    {
        if (!Take("kubectl") || words.Count < 2)
            return null;
        verbName = words.Dequeue();
        if (!CommandTable.Verbs.TryGetValue(verbName, out verb))
            return null;
        if (verb.Actions.Count > 0 && !verb.Actions.Contains(words.Dequeue()))
            return null;
        while (words.TryDequeue(out var word))
        {
            if (!(word.StartsWith('-') ? IsFlag(word) : IsTarget(word)))
                return null;
        }

        if (verb.Changes ? named == 0 : named == 0 && kinds.Count == 0)
            return null;
        var dangerous = stops || (verb.Changes && kinds.Exists(CommandTable.FarReachingKinds.Contains)) || (tellsAll && kinds.Contains("secret"));
        return dangerous ? RemediationRisk.High : verb.Risk;
    }

    private bool Take(string word) => words.TryPeek(out var next) && next == word && words.Dequeue() == word;

    private bool IsFlag(string word)
    {
        var (flag, value) = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (word[..at], word[(at + 1)..]) : (word, null);
        if (!CommandTable.Flags.TryGetValue(flag, out var kind))
            return false;
        if (kind == FlagValue.None)
            return value is null;
        if (value is null && !words.TryDequeue(out value))
            return false;
        stops |= flag == "--replicas" && value.All(digit => digit == '0');
        tellsAll |= value is "yaml" or "json";
        return kind switch
        {
            FlagValue.Namespace => facts.Objects.HasNamespace(value),
            FlagValue.Container => facts.Objects.HasContainer(value),
            FlagValue.Output => CommandTable.Outputs.Contains(value),
            FlagValue.Number => SmallNumber().IsMatch(value),
            _ => value.Length > 0 && facts.Contains(value),
        };
    }

    // KIND NAME, KIND/NAME, several kinds with commas, a pod's name for its logs, and what is set: NAME=VALUE.
    private bool IsTarget(string word)
    {
        if (word.Contains('=', StringComparison.Ordinal))
            return verb!.Changes && named > 0 && IsAssignment(word);
        if (word.Split('/') is [var kind, var name])
            return KubernetesWords.KindOf(kind) is { } known && IsObject(known, name);
        if (kinds.Count > 0)
            return IsObject(kinds[^1], word);
        return verbName == "logs" ? IsObject("pod", word) : IsKinds(word);
    }

    private bool IsKinds(string word)
    {
        if (CommandTable.Collections.Contains(word))
        {
            kinds.Add(word);
            return !verb!.Changes;
        }

        var several = word.Split(',').Select(KubernetesWords.KindOf).ToList();
        kinds.AddRange(several.OfType<string>());
        return several.TrueForAll(kind => kind is not null);
    }

    private bool IsObject(string kind, string name)
    {
        named++;
        kinds.Add(kind);
        return facts.Objects.Has(kind, name);
    }

    private bool IsAssignment(string word) => word.Split('=') is [var left, var right] && left.Length > 0 && right.Length > 0 && facts.Contains(left) && facts.Contains(right);

    [GeneratedRegex(@"^[A-Za-z0-9 ._/:=,@-]+\z")]
    private static partial Regex HarmlessCharacters();

    [GeneratedRegex(@"^[0-9]{1,2}\z")]
    private static partial Regex SmallNumber();
}
