using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Services;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Ingresses;

/// <summary>Where an Ingress sends requests: to Services that do not exist, to ports that they lack, or to Services that themselves lead nowhere.</summary>
internal static class IngressBackendFinding
{
    /// <summary>Services of one Ingress that are looked into.</summary>
    private const int MostServices = 10;

    /// <summary>The findings; none where Services may not be read.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ResourceReference reference, V1Ingress ingress)
    {
        var ns = reference.Namespace!;
        if ((file.Services ?? file.Facts.List<V1Service>(ns)) is not { IsFound: true, Message: null } found)
            yield break;
        var routes = IngressRoute.Of(ingress);
        var services = found.Value.ToDictionary(s => s.Metadata.Name, StringComparer.Ordinal);
        foreach (var route in routes.DistinctBy(r => (r.Service, r.Port)))
        {
            if (!services.TryGetValue(route.Service, out var service))
                yield return Missing(reference, route, services.Keys);
            else if (service.Spec?.Type != "ExternalName" && route.PortOf(service) is null)
                yield return WrongPort(reference, route, service);
        }

        foreach (var route in routes.DistinctBy(r => r.Service).Take(MostServices))
        {
            if (services.TryGetValue(route.Service, out var service) && (Protocol(file, reference, ingress, route, service) ?? Broken(file, reference, route, service)) is { } broken)
                yield return broken;
        }

        foreach (var finding in IngressRouteFinding.Of(reference, ingress, routes, services.Keys))
            yield return finding;
    }

    private static FindingDraft Missing(ResourceReference reference, IngressRoute route, IEnumerable<string> services)
    {
        var names = services.Order(StringComparer.Ordinal).ToList();
        var near = NearMiss.Best(route.Service, names);
        var has = (near, names.Count) switch
        {
            ({ } meant, _) => $"; it has {meant}",
            (null, 0) => ", which has no Services",
            _ => $"; it has {Wording.List(names, 4)}",
        };
        return ConnectivityDraft.Of(
            CauseCategories.IngressBackendMissing,
            reference,
            $"Ingress {reference.Namespace}/{reference.Name} sends {route.Title} to Service {route.Service}, which does not exist in namespace {reference.Namespace}{has}",
            ConnectivityDraft.Spec(reference, route.Field, $"service={route.Service} port={route.Port}"),
            ConnectivityDraft.Status(Refer.Service(reference.Namespace!, route.Service), "", "not found")) with
        {
            Remediation = [Replace(reference, route, "name", near, $"\"{near}\"") ?? ConnectivityDraft.Ask($"Should Service {route.Service} exist? Create it, or correct {route.Field}")],
        };
    }

    private static FindingDraft WrongPort(ResourceReference reference, IngressRoute route, V1Service service)
    {
        var ports = service.Spec?.Ports ?? [];
        var meant = ports is [var only] ? only : ports.FirstOrDefault(p => p.Name is { Length: > 0 } && NearMiss.Best(route.Port ?? "", [p.Name]) is not null);
        var target = meant is null || route.Backend.Port?.Name is { Length: > 0 } ? null : meant.TargetPort?.Value == route.Port ? $" ({route.Port} is its targetPort)" : "";
        var value = meant is null ? null : meant.Port.ToString(CultureInfo.InvariantCulture);
        return ConnectivityDraft.Of(
            CauseCategories.RouteMismatch,
            reference,
            $"Ingress {reference.Namespace}/{reference.Name} sends {route.Title} to port {route.Port ?? "(none)"} of Service {route.Service}, which has {ServiceJudgement.Ports(service)}{target}",
            ConnectivityDraft.Spec(reference, route.Field, $"service={route.Service} port={route.Port}"),
            ConnectivityDraft.Spec(Refer.Service(reference.Namespace!, route.Service), "spec.ports", ServiceJudgement.Ports(service))) with
        {
            Remediation = [Replace(reference, route, "port", value, $$"""{"number":{{value}}}""") ?? ConnectivityDraft.Ask($"Which port of Service {route.Service} is meant? Correct {route.Field}")],
        };
    }

    private static Remediation? Replace(ResourceReference reference, IngressRoute route, string field, string? value, string json) =>
        value is not null && Kubectl.IsName(value) && Kubectl.Of("patch ingress", reference.Namespace, reference.Name) is { } command
            ? new Remediation
            {
                Title = $"Send {route.Title} to {field} {value}",
                Command = $$"""{{command}} --type json -p '[{"op":"replace","path":"{{route.Pointer}}/service/{{field}}","value":{{json}}}]'""",
                Risk = RemediationRisk.Low,
            }
            : null;

    private static FindingDraft? Broken(CaseFile file, ResourceReference reference, IngressRoute route, V1Service service)
    {
        var problem = ServiceJudgement.Of(file, service).FirstOrDefault(d => d.Category != CauseCategories.LoadBalancerPending);
        if (problem is null)
            return null;
        var target = Refer.Service(reference.Namespace!, route.Service);
        file.Follow(target);
        return ConnectivityDraft.Of(
            CauseCategories.ServiceWithoutReadyPods,
            reference,
            $"Ingress {reference.Namespace}/{reference.Name} sends {route.Title} to Service {route.Service}, which does not serve it: {Wording.Clip(problem.Title)}",
            ConnectivityDraft.Spec(reference, route.Field, $"service={route.Service} port={route.Port}")) with
        {
            NormalizedMessage = route.Service,
            Severity = problem.Severity,
            Behind = [target, problem.Resource],
        };
    }

    // nginx speaks plain HTTP to backends unless it is told otherwise; other controllers go by the port's name or appProtocol.
    private static FindingDraft? Protocol(CaseFile file, ResourceReference reference, V1Ingress ingress, IngressRoute route, V1Service service)
    {
        if (file.Facts.List<V1Pod>(reference.Namespace) is not { IsFound: true } pods || route.PortOf(service) is not { } port || service.Spec?.Selector is not { Count: > 0 }
            || new ServiceBackends(service, pods.Value).Examples is not [var pod, ..] || ServiceProtocolFinding.Target(port, pod) is not { } target
            || ServiceProtocolFinding.Spoken(pod, target.Container, target.Number) is not { } spoken)
            return null;
        var annotation = (ingress.Metadata.Annotations ?? new Dictionary<string, string>()).FirstOrDefault(a => a.Key.EndsWith("/backend-protocol", StringComparison.Ordinal));
        var isNginx = annotation.Key?.StartsWith("nginx", StringComparison.Ordinal) == true || (ingress.Spec?.IngressClassName ?? "").Contains("nginx", StringComparison.Ordinal);
        var told = annotation.Value?.ToUpperInvariant() switch { "HTTPS" or "GRPCS" => "HTTPS", { Length: > 0 } => "HTTP", _ => isNginx ? "HTTP" : spoken };
        if (told == spoken)
            return null;
        var key = annotation.Key ?? "nginx.ingress.kubernetes.io/backend-protocol";
        var says = annotation.Key is null ? $"has no annotation {key}, so that nginx speaks plain HTTP" : $"says {key}: {annotation.Value}";
        List<EvidenceDraft> evidence =
        [
            ConnectivityDraft.Spec(reference, $"metadata.annotations[{key}]", annotation.Value ?? "absent"),
            ConnectivityDraft.Spec(Refer.To("v1", "Pod", reference.Namespace, pod.Metadata.Name), $"spec.containers[{target.Container.Name}].readinessProbe", $"scheme={spoken} port={target.Number}, and the pod is ready"),
        ];
        return ConnectivityDraft.Of(
            CauseCategories.ServiceProtocolMismatch,
            reference,
            $"Ingress {reference.Namespace}/{reference.Name} {says} to Service {route.Service}; container {target.Container.Name} speaks {(spoken == "HTTPS" ? "TLS" : "plain HTTP")} on {target.Number}",
            evidence) with
        {
            Remediation =
            [
                Kubectl.IsReference(key) && Kubectl.IsName(reference.Name) && Kubectl.IsName(reference.Namespace)
                    ? new Remediation { Title = $"Let the controller speak {spoken} to it", Command = $"kubectl annotate ingress {reference.Name} -n {reference.Namespace} --overwrite {key}={spoken}", Risk = RemediationRisk.Low }
                    : ConnectivityDraft.Ask("Which protocol is meant?"),
            ],
        };
    }
}
