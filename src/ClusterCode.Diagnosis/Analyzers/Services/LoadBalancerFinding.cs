using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>A Service of type LoadBalancer that gets no address from outside.</summary>
internal static class LoadBalancerFinding
{
    /// <summary>Clouds take a minute or two for a load balancer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(3);

    /// <summary>A controller that is at work says so within seconds.</summary>
    private static readonly TimeSpan SilentGrace = TimeSpan.FromSeconds(40);

    /// <summary>The finding; none for other types, with an address, or within the grace period.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, V1Service service)
    {
        if (service.Spec?.Type != "LoadBalancer" || service.Status?.LoadBalancer?.Ingress is { Count: > 0 } || service.Spec.ExternalIPs is { Count: > 0 })
            yield break;
        var (ns, name) = (service.Metadata.NamespaceProperty, service.Metadata.Name);
        if (file.Facts.Events(ns, "Service", name, service.Metadata.Uid) is not { } events)
            yield break;
        var refused = events.FirstOrDefault(e => e.IsWarning);
        var age = file.Now.UtcDateTime - (service.Metadata.CreationTimestamp ?? DateTime.MinValue);
        if (refused is null && age < (events.Count == 0 ? SilentGrace : Grace))
            yield break;

        var reference = Refer.Service(ns, name);
        var kind = service.Spec.LoadBalancerClass is { Length: > 0 } of ? $" of class {of}" : "";
        var wanted = service.Spec.LoadBalancerIP is { Length: > 0 } ip ? $" (loadBalancerIP {ip} is asked for)" : "";
        var since = service.Metadata.CreationTimestamp is null ? "" : $" for {Wording.Duration(age)}";
        var (why, remedy) = (refused, events.Count) switch
        {
            ({ } said, _) => ($"{said.Reason}: {Wording.Clip(said.Message)}", "What the load balancer's controller says must be mended in the cloud account, or in its address pool"),
            (null, 0) => ($"no load balancer controller{kind} has said anything about it, as in a cluster without a cloud provider or MetalLB", "Does a load balancer controller run in the cluster? Install one, or use type NodePort or an Ingress"),
            _ => ($"its controller says only {events[0].Reason}: {Wording.Clip(events[0].Message, 120)}", "Is the load balancer's controller still at work? Its own log says"),
        };
        yield return ConnectivityDraft.Of(
            CauseCategories.LoadBalancerPending,
            reference,
            $"Service {ns}/{name} (type LoadBalancer) has been without an external address{since}{wanted}: {why}",
            ConnectivityDraft.Status(reference, "status.loadBalancer", "no ingress"),
            refused is null ? ConnectivityDraft.Spec(reference, "spec.type", $"LoadBalancer{kind}") : Cite.Event(refused)) with
        {
            Severity = Severity.Warning,
            NormalizedMessage = $"{name} {refused?.Reason}",
            Remediation = [ConnectivityDraft.Ask(remedy)],
        };
    }
}
