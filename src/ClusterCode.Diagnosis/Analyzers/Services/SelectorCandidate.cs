using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.NearMisses;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>Pods that a Service does not select and probably should.</summary>
/// <param name="Workload">Their workload.</param>
/// <param name="Labels">The labels that they carry, or that its template would give them.</param>
/// <param name="Ports">The container ports that they declare.</param>
/// <param name="HasPods">False where the workload has no pods at the moment.</param>
internal sealed record SelectorCandidate(ResourceReference Workload, IDictionary<string, string> Labels, IReadOnlyList<V1ContainerPort> Ports, bool HasPods)
{
    /// <summary>Below it nothing speaks for the pods but that they are there.</summary>
    private const double LeastScore = 0.35;

    /// <summary>Labels that name a workload, the usual ones first.</summary>
    private static readonly string[] NamingKeys = ["app", "app.kubernetes.io/name", "k8s-app", "name"];

    /// <summary>The likeliest candidate; null where none is likely.</summary>
    public static SelectorCandidate? Best(V1Service service, IReadOnlyList<SelectorCandidate> candidates, IReadOnlyList<V1Service> others)
    {
        var selected = candidates.Where(c => others.Any(o => o.Metadata.Name != service.Metadata.Name && o.Spec?.Selector is { Count: > 0 } s && LabelText.Carries(c.Labels, s))).ToHashSet();
        var free = candidates.Count - selected.Count;
        return candidates
            .Select(c => (Candidate: c, Score: c.Score(service) + (selected.Contains(c) ? 0 : free == 1 ? 0.25 : 0.1)))
            .Where(c => c.Score >= LeastScore)
            .OrderByDescending(c => c.Score).ThenBy(c => c.Candidate.Workload.Name, StringComparer.Ordinal)
            .Select(c => c.Candidate)
            .FirstOrDefault();
    }

    /// <summary>The workloads of pods, and those that have none.</summary>
    public static IReadOnlyList<SelectorCandidate> All(IReadOnlyList<V1Pod> pods, IEnumerable<(string Kind, IKubernetesObject<V1ObjectMeta> Owner, V1PodTemplateSpec? Template)> workloads)
    {
        var found = pods.Where(p => p.Metadata.DeletionTimestamp is null && p.Status?.Phase is not ("Succeeded" or "Failed"))
            .GroupBy(PodOwner.Of)
            .Select(g => new SelectorCandidate(g.Key, g.First().Metadata.Labels ?? new Dictionary<string, string>(), [.. (g.First().Spec?.Containers ?? []).SelectMany(c => c.Ports ?? [])], true))
            .ToList();
        found.AddRange(workloads
            .Select(w => new SelectorCandidate(
                Refer.To("apps/v1", w.Kind, w.Owner.Metadata.NamespaceProperty, w.Owner.Metadata.Name),
                w.Template?.Metadata?.Labels ?? new Dictionary<string, string>(),
                [.. (w.Template?.Spec?.Containers ?? []).SelectMany(c => c.Ports ?? [])],
                false))
            .Where(c => found.All(f => f.Workload.Kind != c.Workload.Kind || f.Workload.Name != c.Workload.Name)));
        return found;
    }

    /// <summary>What the Service selects by and these pods carry otherwise: each label of the selector with what the pods have instead.</summary>
    public IReadOnlyList<(KeyValuePair<string, string> Wanted, KeyValuePair<string, string>? Carried)> Differences(IDictionary<string, string> selector) =>
        [.. selector.Where(s => !Has(s)).Select(s => (s, Instead(s)))];

    /// <summary>The selector's labels that these pods carry.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Agreements(IDictionary<string, string> selector) => [.. selector.Where(Has)];

    /// <summary>The merge patch of the selector that makes it match.</summary>
    public Dictionary<string, string?> Changes(IDictionary<string, string> selector)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (wanted, carried) in Differences(selector))
        {
            if (carried is not { } label || label.Key != wanted.Key)
                changes[wanted.Key] = null;
            if (carried is { } instead)
                changes[instead.Key] = instead.Value;
        }

        // A selector without any label selects nothing; the label that names the workload is then what is left.
        if (changes.Values.All(v => v is null) && Agreements(selector).Count == 0 && Naming() is { } own)
            changes[own.Key] = own.Value;
        return changes;
    }

    private bool Has(KeyValuePair<string, string> wanted) => Labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value;

    private KeyValuePair<string, string>? Instead(KeyValuePair<string, string> wanted)
    {
        if (Labels.TryGetValue(wanted.Key, out var value))
            return new(wanted.Key, value);
        var persons = Labels.Where(l => LabelText.IsPersons(l.Key))
            .OrderBy(l => Array.IndexOf(NamingKeys, l.Key) is var at and >= 0 ? at : NamingKeys.Length).ThenBy(l => l.Key, StringComparer.Ordinal).ToList();
        foreach (var label in persons.Where(l => l.Value == wanted.Value))
            return label;
        return NearMiss.Best(wanted.Key, persons.Select(l => l.Key)) is { } key ? new(key, Labels[key]) : null;
    }

    private KeyValuePair<string, string>? Naming()
    {
        foreach (var key in NamingKeys)
        {
            if (Labels.TryGetValue(key, out var value))
                return new(key, value);
        }

        return null;
    }

    private double Score(V1Service service)
    {
        var selector = service.Spec.Selector;
        var labels = selector.Sum(s => Worth(s)) / selector.Count;
        return labels + (0.3 * ByName(service.Metadata.Name)) + (TakesPort(service) ? 0.15 : 0);
    }

    private double Worth(KeyValuePair<string, string> wanted) => (Has(wanted), Instead(wanted)) switch
    {
        (true, _) => 1,
        (_, null) => 0,
        (_, { } label) when label.Key == wanted.Key => NearMiss.Best(wanted.Value, [label.Value]) is null ? 0.1 : 0.8,
        (_, { } label) => label.Value == wanted.Value ? 0.7 : 0.1,
    };

    private double ByName(string service)
    {
        var names = Labels.Where(l => LabelText.IsPersons(l.Key)).Select(l => l.Value).Append(Workload.Name).ToList();
        if (names.Contains(service))
            return 1;
        var words = NameTokens.Split(service);
        return names.Any(n => NameTokens.Split(n).Any(t => t.Length > 2 && words.Contains(t))) || NearMiss.Best(service, names) is not null ? 0.6 : 0;
    }

    private bool TakesPort(V1Service service) => (service.Spec.Ports ?? []).Any(p =>
        Ports.Any(c => p.TargetPort?.Value is { } target ? c.Name == target || $"{c.ContainerPort}" == target : c.ContainerPort == p.Port));
}
