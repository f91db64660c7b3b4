namespace ClusterCode.Diagnosis.NearMisses;

/// <summary>Finds, among what exists, what a person probably meant by a name that does not exist.</summary>
internal static class NearMiss
{
    /// <summary>Below it two names have nothing to do with each other. Two of three words shared, or one edit in three letters, are above.</summary>
    private const double LeastSimilarity = 0.6;

    /// <summary>A word and its abbreviation count a little less than equal words.</summary>
    private const double AbbreviationWorth = 0.8;

    /// <summary>Longer names are compared by their beginning only, which bounds the work on untrusted input.</summary>
    private const int LongestName = 128;

    /// <summary>The likeliest candidate, or null where none is near.</summary>
    public static string? Best(string wanted, IEnumerable<string> candidates) => Find(wanted, candidates, 1) is [var best] ? best : null;

    /// <summary>The near candidates, the likeliest first, at most <paramref name="limit"/>; the wanted name itself is never one.</summary>
    public static IReadOnlyList<string> Find(string wanted, IEnumerable<string> candidates, int limit)
    {
        if (string.IsNullOrEmpty(wanted))
            return [];
        return [.. candidates
            .Where(candidate => !string.IsNullOrEmpty(candidate) && !string.Equals(candidate, wanted, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Select(candidate => (Name: candidate, Score: Similarity(wanted, candidate)))
            .Where(scored => scored.Score >= LeastSimilarity)
            .OrderByDescending(scored => scored.Score)
            .ThenBy(scored => scored.Name, StringComparer.Ordinal)
            .Take(limit)
            .Select(scored => scored.Name)];
    }

    /// <summary>From 0 (unrelated) to 1 (equal but for case and separators).</summary>
    internal static double Similarity(string left, string right)
    {
        left = Bound(left);
        right = Bound(right);
        var leftTokens = NameTokens.Split(left);
        var rightTokens = NameTokens.Split(right);
        var leftWord = string.Concat(leftTokens);
        var rightWord = string.Concat(rightTokens);
        if (leftWord.Length == 0 || rightWord.Length == 0)
            return 0;
        return Math.Max(ByEdits(leftWord, rightWord), ByTokens(leftTokens, rightTokens));
    }

    private static double ByEdits(string left, string right)
    {
        var longest = Math.Max(left.Length, right.Length);
        var allowed = longest switch { <= 5 => 1, <= 9 => 2, _ => 3 };
        return EditDistance.Within(left, right, allowed) is { } edits ? 1 - ((double)edits / longest) : 0;
    }

    private static double ByTokens(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count < 2 && right.Count < 2)
            return 0;
        var remaining = right.ToList();
        double worth = 0;
        var anyEqual = false;
        foreach (var token in left)
        {
            if (remaining.Remove(token))
            {
                worth++;
                anyEqual = true;
            }
            else if (remaining.FirstOrDefault(other => AreVariants(token, other)) is { } variant)
            {
                remaining.Remove(variant);
                worth += AbbreviationWorth;
            }
        }

        return anyEqual ? worth / Math.Max(left.Count, right.Count) : 0;
    }

    private static bool AreVariants(string left, string right) =>
        NameTokens.IsAbbreviation(left, right) || NameTokens.IsAbbreviation(right, left)
        || (Math.Min(left.Length, right.Length) >= 4 && EditDistance.Within(left, right, 1) is not null);

    private static string Bound(string name) => name.Length <= LongestName ? name : name[..LongestName];
}
