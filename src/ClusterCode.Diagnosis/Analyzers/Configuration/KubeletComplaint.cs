using System.Text.RegularExpressions;
using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>The kubelet's own word that an object or a key is missing.</summary>
/// <param name="Kind">The kind of object.</param>
/// <param name="Name">The object; null where the message names only the key (volumes).</param>
/// <param name="Key">The key; null where the whole object is missing.</param>
/// <param name="Volume">The volume that could not be set up; null for an environment.</param>
/// <param name="Container">The container whose state or event says it; null where none is named.</param>
/// <param name="Evidence">Where it says so.</param>
internal sealed partial record KubeletComplaint(ConfigurationKind Kind, string? Name, string? Key, string? Volume, string? Container, EvidenceDraft Evidence)
{
    /// <summary>Parses a waiting message or an event's message; null where it complains of something else.</summary>
    public static KubeletComplaint? Parse(string? message, string? container, EvidenceDraft evidence)
    {
        if (string.IsNullOrEmpty(message))
            return null;
        var text = Wording.Clip(message, 2000);
        var volume = Volumes().Match(text) is { Success: true } of ? of.Groups["volume"].Value : null;
        if (KeyNotFound().Match(text) is { Success: true } key)
            return new(KindOf(key.Groups["kind"].Value), key.Groups["name"].Value, key.Groups["key"].Value, volume, container, evidence);
        if (ObjectNotFound().Match(text) is { Success: true } missing)
            return new(KindOf(missing.Groups["kind"].Value), missing.Groups["name"].Value, null, volume, container, evidence);
        return NonexistentKey().Match(text) is { Success: true } item
            ? new(KindOf(item.Groups["kind"].Value), null, item.Groups["key"].Value, volume, container, evidence)
            : null;
    }

    private static ConfigurationKind KindOf(string word) =>
        word.StartsWith("sec", StringComparison.OrdinalIgnoreCase) ? ConfigurationKind.Secret : ConfigurationKind.ConfigMap;

    [GeneratedRegex("""couldn't find key (?<key>\S{1,253}) in (?<kind>ConfigMap|Secret) [^\s/]{1,63}/(?<name>[\w.-]{1,253})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyNotFound();

    [GeneratedRegex("""\b(?<kind>configmap|secret)s? "(?<name>[\w.-]{1,253})" not found""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ObjectNotFound();

    [GeneratedRegex("""references non-existent (?<kind>config|secret) key: (?<key>\S{1,253})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NonexistentKey();

    [GeneratedRegex("""for volume "(?<volume>[\w.-]{1,253})(?=")""", RegexOptions.CultureInvariant)]
    private static partial Regex Volumes();
}
