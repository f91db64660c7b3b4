namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>Looks at commands in the middle of sentences, which a reader may run like any other.</summary>
internal static class CommandsInProse
{
    private const string Tool = "kubectl";

    /// <summary>The sentence without its commands, when each is one that may be shown; null when one may not.</summary>
    public static string? Without(string sentence, FactBase facts)
    {
        var words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        for (var at = IndexOfTool(words); at >= 0; at = IndexOfTool(words))
        {
            var length = LengthOfCommand(words, at, facts);
            if (length == 0)
                return null;
            words.RemoveRange(at, length);
        }

        return string.Join(' ', words);
    }

    private static int IndexOfTool(List<string> words) => words.FindIndex(word => word.Contains(Tool, StringComparison.OrdinalIgnoreCase));

    // Where a command ends and prose goes on is not marked, so the longest that may be shown is taken for it.
    private static int LengthOfCommand(List<string> words, int at, FactBase facts)
    {
        for (var end = words.Count; end > at + 2; end--)
        {
            var command = string.Join(' ', words[at..end]).Trim('`', '"', '\'', '.', ',', ';', ':', ')', '(', '“', '”');
            if (CommandCheck.RiskOf(command, facts) is not null || (command.StartsWith(Tool, StringComparison.Ordinal) && facts.ExpertSays(command)))
                return end - at;
        }

        return 0;
    }
}
