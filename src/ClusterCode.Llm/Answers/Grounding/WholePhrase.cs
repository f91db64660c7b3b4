namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>Finds a phrase that is not a part of a longer word: 3 is in "3 of 4", neither in 37 nor in worker-3 nor in 1.3; _URL is not in DB_URL.</summary>
internal static class WholePhrase
{
    /// <summary>Whether the phrase occurs; both are in lower case with single blanks. An empty phrase occurs everywhere.</summary>
    public static bool OccursIn(string text, string phrase)
    {
        if (phrase.Length == 0)
            return true;
        var isNumber = phrase.All(char.IsNumber);
        for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            if (!Continues(text, at, -1, phrase[0], isNumber) && !Continues(text, at + phrase.Length - 1, 1, phrase[^1], isNumber))
                return true;
        }

        return false;
    }

    // Whether the word at an edge of the phrase goes on beyond it.
    private static bool Continues(string text, int edge, int step, char last, bool isNumber)
    {
        var next = edge + step;
        if (next < 0 || next >= text.Length)
            return false;
        if (char.IsLetterOrDigit(text[next]))
            return char.IsLetterOrDigit(last) || last is '-' or '_';
        var beyond = next + step;
        return isNumber && (text[next] is '-' or '_' || (text[next] is '.' or ',' && beyond >= 0 && beyond < text.Length && char.IsDigit(text[beyond])));
    }
}
