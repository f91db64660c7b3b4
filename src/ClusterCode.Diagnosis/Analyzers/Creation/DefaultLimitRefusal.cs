using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>
/// A container requests more than the default limit that a LimitRange gives it: the pod is invalid by a limit that its template never set
/// (<c>spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 500m</c>).
/// </summary>
internal sealed partial class DefaultLimitRefusal : IRefusalJudge
{
    /// <inheritdoc />
    public bool Knows(string message) => AboveLimit().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        var match = AboveLimit().Match(refusal.Message);
        var (resource, asked) = (match.Groups["resource"].Value, match.Groups["asked"].Value);
        var limit = match.Groups["limit"] is { Success: true } said ? said.Value : null;
        var containers = PodTemplates.SpecOf(refusal.File, refusal.Workload)?.Containers ?? [];
        var container = int.TryParse(match.Groups["index"].ValueSpan, out var index) && index < containers.Count ? containers[index] : null;
        var who = container is null ? "a container" : $"container {container.Name}";
        if (container is not null && ResourceQuantities.Value(container.Resources?.Limits, resource) is not null)
            return refusal.Finding(CauseCategories.AdmissionDenied, $"Container {container.Name} requests {asked} {resource}, which is more than its limit{(limit is null ? "" : $" of {limit}")}: {refusal.Effect}", says: resource);

        var ns = refusal.File.Namespace;
        if (refusal.File.Facts.List<V1LimitRange>(ns) is not { } ranges)
            return null;
        var range = LimitRanges.With(ranges.Value ?? [], i => i.DefaultProperty, "Container", resource, limit);
        var (subject, bound) = (range is null ? $"A LimitRange of namespace {ns}" : $"LimitRange {ns}/{range.Metadata.Name}", limit is null ? "a default limit" : $"a default limit of {limit} {resource}");
        return refusal.Finding(
            CauseCategories.LimitRangeViolated,
            $"{subject} gives containers {bound}, and {who} requests {asked} {resource} without a limit of its own: {refusal.Effect}",
            range is null ? null : LimitRanges.Reference(ns, range),
            $"default {resource}") with
        {
            Remediation =
            [
                new Remediation
                {
                    Title = $"Set the limit of {resource} on {who} to at least its request",
                    Command = container is null ? null : Kubectl.SetResources(refusal.Workload.Reference, container.Name, "--limits", resource, asked),
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }

    [GeneratedRegex(
        @"spec\.containers\[(?<index>\d{1,3})\]\.resources\.requests(?:\[[^\]]{1,100}\])?: Invalid value: ""?(?<asked>[^\s"":]{1,40})""?: must be less than or equal to (?<resource>[^\s,]{1,100}) limit(?: of (?<limit>[^\s,\]]{1,40}))?",
        RegexOptions.None,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex AboveLimit();
}
