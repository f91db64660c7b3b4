namespace ClusterCode.Diagnosis.NearMisses;

/// <summary>How many single edits lie between two words.</summary>
internal static class EditDistance
{
    /// <summary>
    /// The number of insertions, deletions, replacements and swaps of neighbours that turn one text into the other
    /// (optimal string alignment), or null where it is more than <paramref name="max"/>. Case counts.
    /// </summary>
    public static int? Within(string left, string right, int max)
    {
        if (Math.Abs(left.Length - right.Length) > max)
            return null;

        var beforeLast = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            last[j] = j;

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                var best = Math.Min(replace, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    best = Math.Min(best, beforeLast[j - 2] + 1);
                current[j] = best;
                least = Math.Min(least, best);
            }

            if (least > max)
                return null;
            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length] <= max ? last[right.Length] : null;
    }
}
