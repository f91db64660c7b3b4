using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Selectors;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Scopes;

/// <summary>Gathers for one diagnosis over several namespaces: each is a case of its own, and what concerns the cluster is read once for all.</summary>
internal sealed class ScopeGathering(SharedClusterView view, ISecretRedactor redactor, TimeProvider clock)
{
    /// <summary>Names that are listed in a message.</summary>
    private const int NamesTold = 10;

    /// <summary>The requests so far.</summary>
    public int Requests => view.Requests;

    /// <summary>Gathers the cases of so many namespaces; the more there are, the less each may wish for.</summary>
    public ICaseGatherer CasesOf(int namespaces) =>
        new EvidenceCollector(view, redactor, clock, Math.Clamp(ScopeLimits.Requests / namespaces, ScopeLimits.RequestsOfNamespace, GatheringLimits.Requests));

    /// <summary>Which namespaces are meant.</summary>
    public async Task<ScopeResolution> ResolveAsync(NamespaceScope scope, CancellationToken cancellationToken)
    {
        var listed = await view.ListAsync<V1Namespace>(null, ListQuery.All, cancellationToken).ConfigureAwait(false);

        // A cluster has namespaces: a snapshot without any has not recorded them.
        var existing = listed is { IsFound: true, Value.Count: > 0 } ? listed.Value : null;
        var resolution = scope.Names is { } names ? OfNames(names, listed.Message is null ? existing : null) : OfAll(scope.Selector, listed, existing);
        if (existing is not null && resolution.Namespaces.Count * 2 > existing.Count)
        {
            // Where most of the cluster is meant, one list of all costs less than one for each.
            view.ListWhole();
        }

        return resolution;
    }

    private static ScopeResolution OfNames(IReadOnlyList<string> names, IReadOnlyList<V1Namespace>? existing)
    {
        var wanted = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (existing is null)
        {
            return Bounded(wanted, []);
        }

        var known = existing.Select(n => n.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        var missing = wanted.Where(n => !known.Contains(n)).Select(n => Missing(n, known)).ToList();
        return missing.Count == wanted.Count
            ? ScopeResolution.Refused(ExpertOutcome.TargetNotFound, string.Join(' ', missing.Take(NamesTold)))
            : Bounded([.. wanted.Where(known.Contains)], missing);
    }

    private static ScopeResolution OfAll(V1LabelSelector? selector, Lookup<IReadOnlyList<V1Namespace>> listed, IReadOnlyList<V1Namespace>? existing)
    {
        if (existing is null)
        {
            var said = listed.Message is { } message ? $" ({message})" : "";
            return listed.IsForbidden
                ? ScopeResolution.Refused(ExpertOutcome.TargetForbidden, $"Forbidden: the namespaces of the cluster may not be listed{said}. Grant list on namespaces, or name the namespaces.")
                : ScopeResolution.Refused(ExpertOutcome.Unreadable, $"The namespaces of the cluster could not be listed{said}. Name them instead.");
        }

        var text = LabelSelectors.Format(selector);
        var matcher = LabelMatcher.Parse(text);
        var chosen = existing.Where(n => matcher.Matches((n.Metadata.Labels ?? new Dictionary<string, string>()).AsReadOnly())).Select(n => n.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        return chosen.Count == 0
            ? ScopeResolution.Refused(ExpertOutcome.TargetNotFound, $"No namespace matches spec.namespaceSelector ({text}). Compare it with their labels: kubectl get namespaces --show-labels")
            : Bounded(chosen, listed.Message is { } cut ? [$"Not all namespaces were listed: {cut}."] : []);
    }

    private static ScopeResolution Bounded(List<string> names, List<string> notes)
    {
        if (names.Count > ScopeLimits.Namespaces)
        {
            var rest = names.Skip(ScopeLimits.Namespaces).ToList();
            notes.Add($"{names.Count} namespaces are meant and one diagnosis reads {ScopeLimits.Namespaces} of them; not read: {List(rest)}. Name these in another one.");
        }

        return new ScopeResolution([.. names.Take(ScopeLimits.Namespaces)], notes);
    }

    private static string Missing(string name, IReadOnlyCollection<string> known)
    {
        var near = NearMiss.Best(name, known);
        return $"Namespace {name} does not exist{(near is null ? "." : $"; is it {near}?")}";
    }

    /// <summary>Names in a sentence, the first of them.</summary>
    public static string List(IReadOnlyList<string> names) =>
        $"{string.Join(", ", names.Take(NamesTold))}{(names.Count > NamesTold ? $" and {names.Count - NamesTold} more" : "")}";
}
