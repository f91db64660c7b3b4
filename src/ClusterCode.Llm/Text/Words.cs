using System.Collections.Frozen;

namespace ClusterCode.Llm.Text;

/// <summary>Picks out the words that say what a text is about.</summary>
internal static class Words
{
    private const int MinLength = 4;

    // Words that every question and every failure has; sharing one of them shows nothing.
    private static readonly FrozenSet<string> Generic = FrozenSet.ToFrozenSet(
    [
        "about", "after", "again", "all", "also", "because", "been", "before", "being", "between", "both", "cannot", "cause", "caused",
        "causes", "could", "does", "doing", "done", "each", "error", "errors", "every", "fail", "failed", "failing", "fails", "failure",
        "find", "fixed", "found", "from", "happen", "happened", "happening", "happens", "have", "having", "healthy", "here", "into",
        "itself", "just", "keep", "keeps", "kubernetes", "cluster", "made", "make", "mean", "means", "more", "most", "must", "need", "needs", "only",
        "other", "pods", "container", "containers", "problem", "reason", "running", "runs", "same", "should", "since", "some", "something",
        "start", "started", "starting", "starts", "state", "status", "still", "such", "than", "that", "their", "them", "then", "there",
        "these", "they", "this", "those", "through", "very", "want", "well", "were", "what", "when", "where", "which", "while", "will",
        "with", "without", "workload", "would", "wrong", "your", "restart", "restarts", "restarting", "restarted", "check", "issue",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>The words of a text, without generic and short ones, and names such as <c>DB_URL</c> as a whole; case does not count.</summary>
    public static IReadOnlySet<string> SpecificOf(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Add(text, words, static c => char.IsLetterOrDigit(c));
        Add(text, words, static c => char.IsLetterOrDigit(c) || c is '_' or '-');
        return words;
    }

    private static void Add(string text, HashSet<string> words, Func<char, bool> isPart)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            // In 缺少DB_URL the name is a word, though no blank stands before it.
            if (i < text.Length && isPart(text[i]) && (i == start || Scripts.IsOther(text[i]) == Scripts.IsOther(text[i - 1])))
                continue;
            if (i > start)
                AddOne(text[start..i], words);
            start = i < text.Length && isPart(text[i]) ? i : i + 1;
        }
    }

    private static void AddOne(string word, HashSet<string> words)
    {
        if ((word.Length >= MinLength || char.IsAsciiDigit(word[0])) && !Generic.Contains(word))
            words.Add(word);
    }
}
