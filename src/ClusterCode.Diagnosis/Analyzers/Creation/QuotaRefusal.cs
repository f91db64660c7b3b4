using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Rollouts;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>A ResourceQuota is used up (plugin/pkg/admission/resourcequota). The message has every number.</summary>
internal sealed partial class QuotaRefusal : IRefusalJudge
{
    /// <inheritdoc />
    public bool Knows(string message) => Exceeded().IsMatch(message) || Scopes().IsMatch(message) || NotCounted().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        var ns = refusal.File.Namespace;
        if (Exceeded().Match(refusal.Message) is { Success: true } exceeded)
            return OfExceeded(refusal, ns, exceeded);
        if (NotCounted().Match(refusal.Message) is { Success: true } unknown)
        {
            var name = unknown.Groups["quota"].Value;
            return refusal.Finding(
                CauseCategories.QuotaExceeded, $"ResourceQuota {ns}/{name} has no usage in its status yet, and until it has, nothing that it counts is created: {refusal.Effect}", Quota(ns, name), name);
        }

        var scopes = Wording.Clip(Scopes().Match(refusal.Message).Groups["scopes"].Value);
        return refusal.Finding(
            CauseCategories.QuotaExceeded, $"No ResourceQuota of namespace {ns} covers pods of the scope {scopes}, and the cluster demands one: {refusal.Effect}", says: "scope");
    }

    private static FindingDraft OfExceeded(CreationRefusal refusal, string ns, Match exceeded)
    {
        var name = exceeded.Groups["quota"].Value;
        var (requested, used, hard) = (Amounts(exceeded.Groups["requested"].Value), Amounts(exceeded.Groups["used"].Value), Amounts(exceeded.Groups["limited"].Value));
        var told = requested.Keys.Select(r => Sentence(refusal, r, requested[r], used.GetValueOrDefault(r, "0"), hard.GetValueOrDefault(r, "?"))).ToList();
        var isUpdate = !requested.Keys.All(IsOfClaims) && UpdateRoom.IsKeptFull(refusal.Workload);
        return refusal.Finding(
            CauseCategories.QuotaExceeded,
            $"ResourceQuota {ns}/{name} {string.Join(", and ", told.Take(3))}: {(requested.ContainsKey("pods") ? Others(refusal) : refusal.Effect)}{(isUpdate ? ", and it takes no old pod away before they are ready (maxUnavailable 0)" : "")}",
            Quota(ns, name),
            $"{name} {string.Join(',', requested.Keys)}") with
        {
            Remediation =
            [
                .. isUpdate ? [new Remediation { Title = "Let the update take an old pod away first, which frees its share", Patch = UpdateRoom.Patch, Risk = RemediationRisk.Medium }] : Array.Empty<Remediation>(),
                new Remediation { Title = $"Raise ResourceQuota {name}, if the team may have more", Patch = Raise(refusal, requested, used), Risk = RemediationRisk.Medium },
                new Remediation { Title = $"Or free some of it: what else in namespace {ns} uses it, and is it needed?", Command = Kubectl.Of("describe resourcequota", ns, name), Risk = RemediationRisk.Low },
            ],
        };
    }

    private static string Others(CreationRefusal refusal) => refusal.Workload is { DesiredReplicas: { } wanted, PodCount: > 0 } && wanted > refusal.Workload.PodCount
        ? string.Create(CultureInfo.InvariantCulture, $"{refusal.Who} cannot create the other {refusal.Lacking} of its {wanted} pods")
        : refusal.Effect;

    private static string Sentence(CreationRefusal refusal, string resource, string requested, string used, string hard)
    {
        if (resource == "pods")
            return $"allows {hard} {(hard == "1" ? "pod" : "pods")}, {used} {(used == "1" ? "is" : "are")} used";
        var (wants, whole) = (Value(requested), Value(hard));
        var one = IsOfClaims(resource) ? "claim" : "pod";
        return wants > whole
            ? $"allows {resource} {hard} in all, and a single {one} of {refusal.Who} asks for {requested}"
            : $"allows {resource} {hard}, {used} is used, and a {one} of {refusal.Who} asks for {requested} more";
    }

    // A StatefulSet creates its pods' claims before them.
    private static bool IsOfClaims(string resource) => resource.EndsWith("requests.storage", StringComparison.Ordinal) || resource.EndsWith("persistentvolumeclaims", StringComparison.Ordinal);

    // As much as all lacking pods need, where every amount is a number.
    private static string? Raise(CreationRefusal refusal, Dictionary<string, string> requested, Dictionary<string, string> used)
    {
        var lines = new List<string> { "spec:", "  hard:" };
        foreach (var (resource, amount) in requested)
        {
            if (!Kubectl.IsReference(resource) || Value(amount) is not { } each || Value(used.GetValueOrDefault(resource, "0")) is not { } now)
                return null;
            lines.Add($"    {resource}: \"{Quantity(resource, now + (each * refusal.Lacking))}\"");
        }

        return lines.Count > 2 ? string.Join('\n', lines) : null;
    }

    // Quotas name a resource requests.cpu, limits.cpu or cpu; how it is counted depends on its last part.
    private static string Quantity(string resource, decimal value)
    {
        var unit = resource[(resource.LastIndexOf('.') + 1)..];
        return unit == ResourceQuantities.Cpu
            ? $"{decimal.Ceiling(value * 1000).ToString(CultureInfo.InvariantCulture)}m"
            : unit is ResourceQuantities.Memory or "ephemeral-storage" or "storage"
                ? $"{decimal.Ceiling(value / (1024 * 1024)).ToString(CultureInfo.InvariantCulture)}Mi"
                : decimal.Ceiling(value).ToString(CultureInfo.InvariantCulture);
    }

    private static decimal? Value(string quantity) => ResourceQuantities.Value(new ResourceQuantity(quantity));

    private static Dictionary<string, string> Amounts(string list)
    {
        var amounts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2))
            amounts[pair[0]] = pair[1];
        return amounts;
    }

    private static ResourceReference Quota(string ns, string name) => new() { ApiVersion = "v1", Kind = "ResourceQuota", Namespace = ns, Name = name };

    [GeneratedRegex(
        @"exceeded quota: (?<quota>[^\s,]{1,253}), requested: (?<requested>\S{1,500}), used: (?<used>\S{1,500}), limited: (?<limited>\S{1,500})",
        RegexOptions.None,
        LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Exceeded();

    [GeneratedRegex(@"insufficient quota to match these scopes: (?<scopes>.{1,300})", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Scopes();

    [GeneratedRegex(@"status unknown for quota: (?<quota>[^\s,]{1,253})", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex NotCounted();
}
