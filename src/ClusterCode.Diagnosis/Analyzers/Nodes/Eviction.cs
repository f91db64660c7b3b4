using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Nodes;

/// <summary>Reads the kubelet's eviction message (pkg/kubelet/eviction, v1.20 to v1.36): which resource, who used how much, and what was left.</summary>
internal static partial class Eviction
{
    /// <summary>The ending that the message tells.</summary>
    public static PodEnding Of(string? message)
    {
        var text = Wording.Clip(message, 2000);
        if (OwnLimit().Match(text) is { Success: true } own)
            return Ending($"for its own use of disk: container {own.Groups["container"].Value} exceeded its ephemeral-storage limit of {own.Groups["limit"].Value}", "What does the container write to disk? Bound it, or raise its ephemeral-storage limit");
        if (PodLimit().Match(text) is { Success: true } pod)
            return Ending($"for its own use of disk: its containers exceeded their ephemeral-storage limit of {pod.Groups["limit"].Value} together", "What do the containers write to disk? Bound it, or raise their ephemeral-storage limits");
        if (EmptyDir().Match(text) is { Success: true } dir)
            return Ending($"for its own use of disk: emptyDir volume {dir.Groups["volume"].Value} exceeded its sizeLimit of {dir.Groups["limit"].Value}", "What fills the volume? Bound it, or raise its sizeLimit");
        if (LowOn().Match(text) is not { Success: true } low)
            return new PodEnding(CauseCategories.Evicted, "was evicted", Wording.Clip(text));

        var resource = low.Groups["resource"].Value;
        var threshold = Threshold().Match(text) is { Success: true } left ? $" ({left.Groups["available"].Value} left, threshold {left.Groups["threshold"].Value})" : "";
        var users = Uses().Matches(text).Take(3).Select(Use).ToList();
        return Ending(
            $"because the node was low on {resource}{threshold}{(users.Count > 0 ? $"; {Wording.List(users)}" : "")}",
            $"How much {resource} does it need? Request that much, so that the scheduler leaves room for it");
    }

    private static string Use(Match match) =>
        $"container {match.Groups["container"].Value} used {match.Groups["used"].Value}, its request is {match.Groups["request"].Value}";

    private static PodEnding Ending(string why, string question) => new(CauseCategories.Evicted, $"was evicted {why}", "", question);

    [GeneratedRegex("""low on resource: (?<resource>[\w.\[\]-]{1,60}?)\.?(?:\s|$)""", RegexOptions.CultureInvariant)]
    private static partial Regex LowOn();

    [GeneratedRegex("""Threshold quantity: (?<threshold>[\w.%]{1,30}), available: (?<available>[\w.%]{1,30}?)\.?(?:\s|$)""", RegexOptions.CultureInvariant)]
    private static partial Regex Threshold();

    [GeneratedRegex("""Container (?<container>[\w.-]{1,63}) was using (?<used>[\w.]{1,30}?), (?:which exceeds its request of|request is) (?<request>[\w.]{1,30}?)(?:[.,]?\s|[.,]?$|, has)""", RegexOptions.CultureInvariant)]
    private static partial Regex Uses();

    [GeneratedRegex("""Container (?<container>[\w.-]{1,63}) exceeded its local ephemeral storage limit "(?<limit>[^"]{1,30})""", RegexOptions.CultureInvariant)]
    private static partial Regex OwnLimit();

    [GeneratedRegex("""ephemeral local storage usage exceeds the total limit of containers (?<limit>[\w]{1,30})""", RegexOptions.CultureInvariant)]
    private static partial Regex PodLimit();

    [GeneratedRegex("""Usage of EmptyDir volume "(?<volume>[^"]{1,63})" exceeds the limit "(?<limit>[^"]{1,30})""", RegexOptions.CultureInvariant)]
    private static partial Regex EmptyDir();
}
