using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs;

/// <summary>Masks what differs between two pods or two runs that fail for the same reason.</summary>
internal static partial class LogNormalizer
{
    /// <summary>Longer texts are cut: what identifies a failure stands at the start of its message.</summary>
    private const int MaxLength = 512;

    /// <summary>The text with names of pods, times, addresses, ids and numbers replaced by words in angle brackets.</summary>
    public static string Normalize(string text)
    {
        var cut = text.Length > MaxLength ? text[..MaxLength] : text;
        cut = Time().Replace(cut, "<time>");
        cut = Uuid().Replace(cut, "<id>");
        cut = PodName().Replace(cut, "${name}-<pod>");
        cut = Address().Replace(cut, "<addr>");
        cut = Hex().Replace(cut, m => m.ValueSpan.ContainsAnyInRange('0', '9') && m.ValueSpan.ContainsAnyExceptInRange('0', '9') ? "<hex>" : m.Value);
        cut = Number().Replace(cut, "<n>");
        return Space().Replace(cut, " ").Trim();
    }

    [GeneratedRegex(@"\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Time();

    [GeneratedRegex(@"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Uuid();

    // The API server makes suffixes from an alphabet without vowels and look-alikes, so that they never spell a word
    // (k8s.io/apimachinery/pkg/util/rand); a pod of a ReplicaSet has two of them.
    [GeneratedRegex(@"\b(?<name>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex PodName();

    [GeneratedRegex(@"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(?::\d+)?|\[[0-9a-fA-F:]*:[0-9a-fA-F:]*\](?::\d+)?|\b(?:[0-9a-fA-F]{1,4}:){3,7}:?[0-9a-fA-F]{1,4}\b", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b0x[0-9a-fA-F]+\b|\b[0-9a-f]{8,}\b|\b[0-9A-F]{8,}\b", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Hex();

    // A digit after a letter belongs to a name (db1, utf8, s3); the number of a StatefulSet's pod stands after a hyphen.
    [GeneratedRegex(@"(?<![A-Za-z_0-9])\d+(?:\.\d+)*", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Space();
}
