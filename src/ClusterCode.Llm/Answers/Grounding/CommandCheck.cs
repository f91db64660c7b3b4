using System.Collections.Frozen;
using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>
/// Lets only such commands of a model through as a person may be shown: one kubectl command of a known verb, with known flags, about
/// objects that are among the facts, and with nothing that a shell would interpret.
/// </summary>
internal static partial class CommandCheck
{
    private const int MaxLength = 300;

    // Verbs that read, and verbs that change what a person can change back. Deleting, draining, executing are never proposed.
    private static readonly FrozenDictionary<string, RemediationRisk> Verbs = new Dictionary<string, RemediationRisk>(StringComparer.Ordinal)
    {
        ["get"] = RemediationRisk.Low,
        ["describe"] = RemediationRisk.Low,
        ["logs"] = RemediationRisk.Low,
        ["top"] = RemediationRisk.Low,
        ["rollout"] = RemediationRisk.Medium,
        ["scale"] = RemediationRisk.Medium,
        ["set"] = RemediationRisk.Medium,
        ["edit"] = RemediationRisk.Medium,
        ["label"] = RemediationRisk.Medium,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Flags that take their value after a blank are listed with it in mind: the value is checked like any other word.
    private static readonly FrozenSet<string> Flags = FrozenSet.ToFrozenSet(
    ["-n", "--namespace", "-o", "--output", "-c", "--container", "-p", "--previous", "--tail", "-l", "--selector", "--replicas", "--limits", "--requests", "--to-revision", "--overwrite"],
    StringComparer.Ordinal);

    // Words of kubectl's own language.
    private static readonly FrozenSet<string> Language = FrozenSet.ToFrozenSet(
    ["undo", "restart", "status", "history", "image", "resources", "env", "selector", "yaml", "json", "wide", "memory", "cpu", "events", "all", "limits", "requests"],
    StringComparer.OrdinalIgnoreCase);

    /// <summary>The risk of a command; null when it must not be shown.</summary>
    public static RemediationRisk? RiskOf(string command, FactBase facts)
    {
        if (command.Length > MaxLength || !HarmlessCharacters().IsMatch(command))
            return null;
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[0] != "kubectl" || !Verbs.TryGetValue(words[1], out var risk))
            return null;
        return words.Skip(2).All(word => IsKnown(word, facts)) ? risk : null;
    }

    private static bool IsKnown(string word, FactBase facts)
    {
        if (word.StartsWith('-'))
        {
            var (flag, value) = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (word[..at], word[(at + 1)..]) : (word, "");
            return Flags.Contains(flag) && (value.Length == 0 || IsKnown(value, facts));
        }

        // An image may hold slashes and colons itself: known as a whole, or in its parts.
        return facts.Contains(word)
            || word.Split(['/', '=', ','], StringSplitOptions.RemoveEmptyEntries).All(part =>
                facts.Contains(part) || KubernetesWords.IsKind(part) || Language.Contains(part) || SmallNumber().IsMatch(part));
    }

    [GeneratedRegex(@"^[A-Za-z0-9 ._/:=,@-]+$")]
    private static partial Regex HarmlessCharacters();

    [GeneratedRegex("^[0-9]{1,3}$")]
    private static partial Regex SmallNumber();
}
