using System.Text.RegularExpressions;

namespace ClusterCode.Accuracy.Live;

/// <summary>
/// A live scenario's documents. <c>${namespace}</c> stands for its namespace. The local cluster has neither DNS nor Service addresses; <c>${ip:NAME}</c>, for an entry of
/// <c>hostAliases</c>, stands for the address of a pod with the label <c>app=NAME</c>, so that one may call another by the name of its Service.
/// A separator <c>--- # then</c> divides what is applied at first from a later change.
/// </summary>
internal static partial class LiveManifest
{
    private const string DocumentSeparator = "\n---\n";
    private const string StageSeparator = "\n--- # then\n";

    /// <summary>What is applied at first, and what once all Deployments of that are available: a change that goes wrong.</summary>
    public static IEnumerable<string> Stages(string manifest) => manifest.Split(StageSeparator);

    /// <summary>The documents that need no address, then those that do.</summary>
    public static (string First, string Then) Split(string manifest)
    {
        var documents = manifest.Split(DocumentSeparator).ToLookup(d => Address().IsMatch(d));
        return (string.Join(DocumentSeparator, documents[false]), string.Join(DocumentSeparator, documents[true]));
    }

    /// <summary>The applications whose addresses are needed.</summary>
    public static IEnumerable<string> Applications(string manifest) => Address().Matches(manifest).Select(m => m.Groups["name"].Value).Distinct();

    /// <summary>The manifest with addresses.</summary>
    public static string WithAddresses(string manifest, IReadOnlyDictionary<string, string> addresses) =>
        Address().Replace(manifest, m => addresses[m.Groups["name"].Value]);

    /// <summary>How many pods it may bring about, roughly.</summary>
    public static int Pods(string manifest) => Math.Max(1, manifest.Split(DocumentSeparator).Where(d => Runs().IsMatch(d)).Sum(d =>
        Replicas().Match(d) is { Success: true } match ? int.Parse(match.Groups["count"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 1));

    [GeneratedRegex(@"\$\{ip:(?<name>[a-z0-9-]+)\}")]
    private static partial Regex Address();

    [GeneratedRegex(@"^kind: (Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob)$", RegexOptions.Multiline)]
    private static partial Regex Runs();

    [GeneratedRegex(@"\breplicas: (?<count>\d+)")]
    private static partial Regex Replicas();
}
