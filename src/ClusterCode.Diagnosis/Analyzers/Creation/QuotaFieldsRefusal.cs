using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>
/// A ResourceQuota on requests or limits refuses pods that do not say them. The message of v1.22 and later names the containers
/// (<c>must specify limits.cpu for: app; limits.memory for: app</c>); before, the pod template tells which lack them.
/// </summary>
internal sealed partial class QuotaFieldsRefusal : IRefusalJudge
{
    /// <inheritdoc />
    public bool Knows(string message) => Required().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        var required = Required().Match(refusal.Message);
        var (ns, name) = (refusal.File.Namespace, required.Groups["quota"].Value);
        var lacking = Lacking(required.Groups["fields"].Value, PodTemplates.SpecOf(refusal.File, refusal.Workload));
        var byContainer = lacking.SelectMany(l => l.Containers.DefaultIfEmpty("").Select(c => (Container: c, l.Field))).GroupBy(l => l.Container, l => l.Field).ToList();
        var told = byContainer.Select(g => g.Key.Length == 0 ? $"a container without {Wording.List(g)}" : $"container {g.Key} does not set {Wording.List(g.Select(f => $"resources.{f}"))}");
        return refusal.Finding(
            CauseCategories.QuotaRequiresResources,
            $"ResourceQuota {ns}/{name} demands {Wording.List(lacking.Select(l => l.Field))} of every container, and {Wording.List(told)}: {refusal.Effect}",
            new ResourceReference { ApiVersion = "v1", Kind = "ResourceQuota", Namespace = ns, Name = name },
            $"{name} {string.Join(',', lacking.Select(l => l.Field))}") with
        {
            Remediation =
            [
                new Remediation
                {
                    Title = $"How much does {refusal.Who} need? Set {Wording.List(lacking.Select(l => l.Field))} on {Wording.List(byContainer.Select(g => g.Key.Length == 0 ? "each container" : $"container {g.Key}"))}",
                    Risk = RemediationRisk.Medium,
                },
                new Remediation { Title = $"Or give namespace {ns} defaults with a LimitRange, for this and all workloads that say nothing", Risk = RemediationRisk.Medium },
            ],
        };
    }

    private static List<(string Field, IReadOnlyList<string> Containers)> Lacking(string fields, V1PodSpec? spec)
    {
        var found = new List<(string Field, IReadOnlyList<string> Containers)>();
        foreach (var part in fields.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split(" for: ", 2) is [var named, var containers])
                found.Add((named, containers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
            else
                found.AddRange(part.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(f => (f, Without(f, spec))));
        }

        return found;
    }

    private static IReadOnlyList<string> Without(string field, V1PodSpec? spec)
    {
        var (isLimit, resource) = (field.StartsWith("limits.", StringComparison.Ordinal), field[(field.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        return
        [
            .. PodTemplates.Containers(spec)
                .Where(c => ResourceQuantities.Value(c.Resources?.Limits, resource) is null && (isLimit || ResourceQuantities.Value(c.Resources?.Requests, resource) is null))
                .Select(c => c.Name),
        ];
    }

    [GeneratedRegex(@"failed quota: (?<quota>[^\s:]{1,253}): must specify (?<fields>.{1,1000})", RegexOptions.Singleline, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Required();
}
