namespace ClusterCode.Diagnosis.NearMisses;

/// <summary>The words that a name is made of.</summary>
internal static class NameTokens
{
    /// <summary>Splits at <c>_ . - / :</c> and blanks, and where an upper-case letter follows a lower-case one; in lower case.</summary>
    public static IReadOnlyList<string> Split(string name)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsLetterOrDigit(name[i]);
            var humps = !ends && i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1]);
            if (!ends && !humps)
                continue;
            if (i > start)
                tokens.Add(name[start..i].ToLowerInvariant());
            start = ends ? i + 1 : i;
        }

        return tokens;
    }

    /// <summary>True where <paramref name="shorter"/> may stand for <paramref name="longer"/>: <c>db</c> for <c>database</c>, <c>pwd</c> for <c>password</c>.</summary>
    public static bool IsAbbreviation(string shorter, string longer)
    {
        if (shorter.Length < 2 || shorter.Length >= longer.Length || shorter[0] != longer[0])
            return false;
        var matched = 0;
        foreach (var letter in longer)
        {
            if (matched < shorter.Length && shorter[matched] == letter)
                matched++;
        }

        return matched == shorter.Length;
    }
}
