using System.Net;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>A Service of type ExternalName is an alias of DNS; it is wrong only where its name cannot be one, or names a Service that does not exist.</summary>
internal static class ExternalNameFinding
{
    /// <summary>The finding; none for a name outside the namespace, which nothing here can verify.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, V1Service service)
    {
        var (ns, name, target) = (service.Metadata.NamespaceProperty, service.Metadata.Name, service.Spec.ExternalName ?? "");
        var reference = Refer.Service(ns, name);
        var spec = ConnectivityDraft.Spec(reference, "spec.externalName", target);
        if (IPAddress.TryParse(target, out _))
        {
            yield return ConnectivityDraft.Of(
                CauseCategories.DependencyAddressWrong, reference, $"Service {ns}/{name} has the IP address {target} as externalName, which DNS takes for a name that does not resolve", spec) with
            {
                Remediation = [ConnectivityDraft.Ask($"Make {name} a Service without selector, with an EndpointSlice that holds {target}")],
            };
            yield break;
        }

        if (ClusterName.Parse(target, ns) is not { Kind: ClusterNameKind.Service } meant || meant.Namespace != ns || target.Split('.').Length < 3 || file.Facts.List<V1Service>(ns) is not { IsFound: true } services)
            yield break;
        if (services.Value.FirstOrDefault(s => s.Metadata.Name == meant.Service) is { } found)
        {
            if (found.Metadata.Name != name && ServiceJudgement.Of(file, found).Count > 0)
                yield return Alias(file, reference, meant, spec);
            yield break;
        }

        var near = NearMiss.Best(meant.Service, services.Value.Select(s => s.Metadata.Name));
        yield return ConnectivityDraft.Of(
            CauseCategories.ServiceMissing,
            Refer.Service(ns, meant.Service),
            $"Service {ns}/{name} is an alias of {target}, and namespace {ns} has no Service {meant.Service}{(near is null ? "" : $"; it has {near}")}",
            spec) with
        {
            Remediation = [ConnectivityDraft.Ask(near is null ? $"Create Service {meant.Service}, or correct externalName" : $"Is {near} meant? Then correct externalName")],
        };
    }

    private static FindingDraft Alias(CaseFile file, ResourceReference reference, ClusterName meant, Evidence.EvidenceDraft spec)
    {
        var target = Refer.Service(meant.Namespace, meant.Service);
        file.Follow(target);
        return ConnectivityDraft.Of(CauseCategories.ServiceWithoutReadyPods, reference, $"Service {reference.Namespace}/{reference.Name} is an alias of Service {meant.Service}, which does not work", spec) with
        {
            Behind = [target],
        };
    }
}
