using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Ingresses;

/// <summary>Routes that contradict the Ingress itself: a host that its certificate spells otherwise, two paths whose Services are exchanged, a path that is taken twice.</summary>
internal static class IngressRouteFinding
{
    /// <summary>The findings.</summary>
    public static IEnumerable<FindingDraft> Of(ResourceReference reference, V1Ingress ingress, IReadOnlyList<IngressRoute> routes, IEnumerable<string> services) =>
        [.. Hosts(reference, ingress), .. Exchanged(reference, routes, [.. services]), .. Twice(reference, routes)];

    private static IEnumerable<FindingDraft> Hosts(ResourceReference reference, V1Ingress ingress)
    {
        var certified = (ingress.Spec?.Tls ?? []).SelectMany(t => t.Hosts ?? []).Distinct(StringComparer.Ordinal).ToList();
        var ruled = (ingress.Spec?.Rules ?? []).Select(r => r.Host).Where(h => h is { Length: > 0 }).Distinct(StringComparer.Ordinal).ToList();
        foreach (var host in ruled.Where(h => !certified.Contains(h) && !certified.Any(c => c.StartsWith("*.", StringComparison.Ordinal) && h.EndsWith(c[1..], StringComparison.Ordinal))))
        {
            // Hosts that both lists have are right; two that only one of them has and that are nearly alike are one, misspelt.
            var near = NearMiss.Best(host, certified.Where(c => !ruled.Contains(c) && c.Split('.').Length == host.Split('.').Length));
            if (near is null || Differences(host, near) != 1)
                continue;
            yield return ConnectivityDraft.Of(
                CauseCategories.RouteMismatch,
                reference,
                $"Ingress {reference.Namespace}/{reference.Name} routes host {host}, and its TLS section names {near}: one of them is misspelt, so that requests for {near} find no route",
                ConnectivityDraft.Spec(reference, "spec.rules", $"host={host}"),
                ConnectivityDraft.Spec(reference, "spec.tls", $"hosts={Wording.List(certified)}")) with
            {
                Severity = Severity.Warning,
                Confidence = Confidence.Medium,
                Remediation = [ConnectivityDraft.Ask($"Which is right, {host} or {near}? Correct the other")],
            };
        }
    }

    // In how many labels two host names differ: a typo is in one.
    private static int Differences(string one, string other) => one.Split('.').Zip(other.Split('.')).Count(p => p.First != p.Second && NearMiss.Best(p.First, [p.Second]) is not null)
        + (10 * one.Split('.').Zip(other.Split('.')).Count(p => p.First != p.Second && NearMiss.Best(p.First, [p.Second]) is null));

    private static IEnumerable<FindingDraft> Exchanged(ResourceReference reference, IReadOnlyList<IngressRoute> routes, HashSet<string> services)
    {
        var named = routes.Select(r => (Route: r, Says: Says(r, services))).Where(r => r.Says is not null && r.Says != r.Route.Service).ToList();
        foreach (var (route, says) in named)
        {
            // The Service that the path names exists; what speaks for a mistake is that its own place was given to the other, or that nobody sends to it while the other has two.
            var exchanged = named.FirstOrDefault(o => o.Says == route.Service && o.Route.Service == says);
            var copied = exchanged.Route is null && routes.All(r => r.Service != says) && routes.Any(r => !ReferenceEquals(r, route) && r.Service == route.Service && Says(r, services) == r.Service);
            if ((exchanged.Route is null && !copied) || (exchanged.Route is not null && string.CompareOrdinal(route.Field, exchanged.Route.Field) > 0))
                continue;
            yield return ConnectivityDraft.Of(
                CauseCategories.RouteMismatch,
                reference,
                exchanged.Route is null
                    ? $"Ingress {reference.Namespace}/{reference.Name} sends {route.Title} to Service {route.Service}; Service {says} exists, and no route leads to it"
                    : $"Ingress {reference.Namespace}/{reference.Name} sends {route.Title} to Service {route.Service} and {exchanged.Route.Title} to Service {says}: the two are exchanged",
                ConnectivityDraft.Spec(reference, route.Field, $"{route.Title} -> {route.Service}")) with
            {
                Severity = Severity.Warning,
                Confidence = Confidence.Medium,
                Remediation =
                [
                    Kubectl.IsName(says) && Kubectl.Of("patch ingress", reference.Namespace, reference.Name) is { } command
                        ? new Remediation
                        {
                            Title = $"Is Service {says} meant? Then:",
                            Command = $$"""{{command}} --type json -p '[{"op":"replace","path":"{{route.Pointer}}/service/name","value":"{{says}}"}]'""",
                            Risk = RemediationRisk.Medium,
                        }
                        : ConnectivityDraft.Ask($"Is Service {says} meant?"),
                ],
            };
        }
    }

    // The Service that a route's path, or the first label of its host, names exactly.
    private static string? Says(IngressRoute route, HashSet<string> services)
    {
        var words = (route.Path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Take(1).Append((route.Host ?? "").Split('.')[0]);
        return words.Select(w => w.Split('(')[0]).FirstOrDefault(services.Contains);
    }

    private static IEnumerable<FindingDraft> Twice(ResourceReference reference, IReadOnlyList<IngressRoute> routes)
    {
        foreach (var same in routes.Where(r => r.Path is not null).GroupBy(r => (r.Host, r.Path)).Where(g => g.DistinctBy(r => r.Service).Count() > 1))
        {
            var all = same.ToList();
            yield return ConnectivityDraft.Of(
                CauseCategories.RouteMismatch,
                reference,
                $"Ingress {reference.Namespace}/{reference.Name} sends {all[0].Title} both to Service {all[0].Service} and to Service {all[1].Service}; only one of them gets requests",
                ConnectivityDraft.Spec(reference, all[1].Field, $"{all[1].Title} -> {all[1].Service}")) with
            {
                Severity = Severity.Warning,
                Remediation = [ConnectivityDraft.Ask($"Which Service should {all[0].Title} lead to? Take the other route out, or give it another path")],
            };
        }
    }
}
