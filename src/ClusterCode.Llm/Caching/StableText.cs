using System.Text.RegularExpressions;

namespace ClusterCode.Llm.Caching;

/// <summary>Takes out of a text what differs from one occurrence of a failure to the next: times, ids, counters, the generated ends of pod names.</summary>
internal static partial class StableText
{
    /// <summary>The text without them. Two texts that differ in more stay different.</summary>
    public static string Of(string text) => Numbers().Replace(Ids().Replace(PodSuffixes().Replace(text, "-*"), "*"), "#");

    [GeneratedRegex(@"-[a-z0-9]{7,10}-[a-z0-9]{5}\b", RegexOptions.NonBacktracking)]
    private static partial Regex PodSuffixes();

    /// <summary>UUIDs, digests, hexadecimal addresses, ids of containers.</summary>
    [GeneratedRegex(@"\b(0x)?[0-9a-fA-F]{8,}(-[0-9a-fA-F]{4,12})*\b", RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    [GeneratedRegex(@"[0-9]+([.:][0-9]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
