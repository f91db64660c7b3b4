using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Services;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>What is known of a Service that something waits for.</summary>
/// <param name="Text">The rest of a sentence that names the Service; empty where nothing is wrong with it, or nothing is known.</param>
/// <param name="Behind">The objects on which the waiting depends.</param>
internal sealed record WaitedService(string Text, IReadOnlyList<ResourceReference> Behind)
{
    /// <summary>Looks at a host and port; a Service of another namespace is not read.</summary>
    public static WaitedService Of(CaseFile file, string host, int? port)
    {
        var nothing = new WaitedService("", []);
        if (ClusterName.Parse(host, file.Namespace) is not { Kind: ClusterNameKind.Service } name || name.Namespace != file.Namespace
            || (file.Services ?? file.Facts.List<V1Service>(file.Namespace)) is not { IsFound: true } services)
            return nothing;
        if (services.Value.FirstOrDefault(s => s.Metadata?.Name == name.Service) is not { } service)
        {
            var near = NearMiss.Best(name.Service, services.Value.Select(s => s.Metadata?.Name).OfType<string>());
            return new WaitedService($", and namespace {file.Namespace} has no Service {name.Service}{(near is null ? "" : $"; it has {near}")}", []);
        }

        if (port is { } number && service.Spec?.ClusterIP != "None" && service.Spec?.Ports is { Count: > 0 } ports && ports.All(p => p.Port != number))
            return new WaitedService($", and Service {name.Service} has port {ServiceJudgement.Ports(service)}", []);
        var target = Refer.Service(file.Namespace, name.Service);
        if (ServiceJudgement.Of(file, service).FirstOrDefault(d => d.Category != CauseCategories.LoadBalancerPending) is not { } problem)
            return nothing;
        file.Follow(target);
        return new WaitedService($": {Wording.Clip(problem.Title, 160)}", [target, problem.Resource]);
    }
}
