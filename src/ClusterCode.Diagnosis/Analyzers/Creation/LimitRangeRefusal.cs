using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>A container, or the pod as a whole, asks for more or less than a LimitRange allows (plugin/pkg/admission/limitranger).</summary>
internal sealed partial class LimitRangeRefusal : IRefusalJudge
{
    /// <summary>Bounds that one title tells.</summary>
    private const int MostTold = 2;

    /// <inheritdoc />
    public bool Knows(string message) => Bound().IsMatch(message) || Ratio().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        var ns = refusal.File.Namespace;
        if (refusal.File.Facts.List<V1LimitRange>(ns) is not { } ranges)
            return null;
        var broken = Broken(refusal.Message).ToList();
        var range = broken.Select(b => LimitRanges.With(ranges.Value ?? [], b.Map, b.Type, b.Resource, b.Value)).FirstOrDefault(r => r is not null);
        var who = range is null ? $"A LimitRange of namespace {ns}" : $"LimitRange {ns}/{range.Metadata.Name}";
        var spec = PodTemplates.SpecOf(refusal.File, refusal.Workload);
        var told = broken.Take(MostTold).Select(b => $"{b.Sentence}{Container(spec, b)}");
        return refusal.Finding(
            CauseCategories.LimitRangeViolated,
            $"{who} {string.Join("; it ", told)}: {refusal.Effect}",
            range is null ? null : LimitRanges.Reference(ns, range),
            string.Join(',', broken.Select(b => $"{b.Type} {b.Resource} {b.Value}"))) with
        {
            Explanation = ranges.IsForbidden ? "The operator may not list LimitRanges here; the API server's refusal is the proof." : null,
            Remediation =
            [
                new Remediation { Title = $"Is the request of {refusal.Who} meant? Then change the LimitRange; else change resources of the container", Command = Describe(ns, range), Risk = RemediationRisk.Medium },
            ],
        };
    }

    private static string? Describe(string ns, V1LimitRange? range) => range is null ? null : Kubectl.Of("edit limitrange", ns, range.Metadata.Name);

    // The message says the value, not the container; the template shows who asks for it.
    private static string Container(V1PodSpec? spec, BrokenBound broken)
    {
        if (broken is not { Type: "Container", IsLimit: { } isLimit })
            return "";
        var asked = broken.Asked is null ? null : ResourceQuantities.Value(new ResourceQuantity(broken.Asked));
        var names = PodTemplates.Containers(spec)
            .Where(c => ResourceQuantities.Value(isLimit ? c.Resources?.Limits : c.Resources?.Requests, broken.Resource) == asked)
            .Select(c => c.Name)
            .ToList();
        return names.Count == 0 ? "" : $" ({(names.Count == 1 ? "container" : "containers")} {Wording.List(names)} of the pod template)";
    }

    private static IEnumerable<BrokenBound> Broken(string message)
    {
        foreach (Match match in Bound().Matches(message))
        {
            var (isMaximum, resource, type, value) = (match.Groups["bound"].Value == "maximum", match.Groups["resource"].Value, match.Groups["type"].Value, match.Groups["value"].Value);
            var asked = match.Groups["asked"] is { Success: true } group ? group.Value : null;
            var what = (match.Groups["what"].Success ? match.Groups["what"] : match.Groups["none"]).Value;
            yield return new BrokenBound(
                isMaximum ? i => i.Max : i => i.Min,
                type,
                resource,
                value,
                asked,
                what == "limit",
                $"allows {(isMaximum ? "at most" : "no less than")} {value} {resource} per {type}, and {(asked is null ? $"no {what} is set" : $"the {what} is {asked}")}");
        }

        foreach (Match match in Ratio().Matches(message))
        {
            var (resource, type, value) = (match.Groups["resource"].Value, match.Groups["type"].Value, match.Groups["value"].Value);
            yield return new BrokenBound(
                i => i.MaxLimitRequestRatio, type, resource, value, null, null, $"allows limits of {resource} of at most {value} times the request per {type}, and {match.Groups["why"].Value.Trim()}");
        }
    }

    [GeneratedRegex(
        @"(?<bound>maximum|minimum) (?<resource>\S{1,200}) usage per (?<type>\S{1,100}) is (?<value>[^\s,\]]{1,40}?)(?:, but (?<what>limit|request) is (?<asked>[^\s,\]]{1,40})|\.\s{1,3}No (?<none>limit|request) is specified)",
        RegexOptions.None,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Bound();

    [GeneratedRegex(
        @"(?<resource>\S{1,200}) max limit to request ratio per (?<type>\S{1,100}) is (?<value>[^\s,\]]{1,40}), but (?<why>provided ratio is [\d.]{1,20}\d|no (?:request|limit) is specified)",
        RegexOptions.None,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Ratio();

    private sealed record BrokenBound(
        Func<V1LimitRangeItem, IDictionary<string, ResourceQuantity>?> Map, string Type, string Resource, string Value, string? Asked, bool? IsLimit, string Sentence);
}
