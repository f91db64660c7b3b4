using System.Collections.Frozen;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>Numbers in words: "seven replicas" is a claim like "7 replicas". One is also an article and a pronoun, and not here.</summary>
internal static class NumberWords
{
    private static readonly FrozenDictionary<string, string> Digits = new Dictionary<string, string>
    {
        ["two"] = "2",
        ["three"] = "3",
        ["four"] = "4",
        ["five"] = "5",
        ["six"] = "6",
        ["seven"] = "7",
        ["eight"] = "8",
        ["nine"] = "9",
        ["ten"] = "10",
        ["eleven"] = "11",
        ["twelve"] = "12",
        ["twenty"] = "20",
        ["hundred"] = "100",
        ["thousand"] = "1000",
        ["million"] = "1000000",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The digits of a number in words; null when it is none.</summary>
    public static string? DigitsOf(string word) => Digits.GetValueOrDefault(word);
}
