using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Analyzers.NetworkPolicies;
using ClusterCode.Diagnosis.Analyzers.Services;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>A process that cannot reach a Service of its own namespace: because it does not exist, has another port, leads nowhere, or is closed by a NetworkPolicy.</summary>
internal static class ServiceDependency
{
    /// <summary>The finding; null while too little is known.</summary>
    public static FindingDraft? Of(DependencyError error, ClusterName name)
    {
        if (error.Services is not { } services)
            return null;
        if (!services.IsFound)
        {
            return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}; whether Service {name.Service} exists is not known, because Services {(services.IsForbidden ? "may not" : "could not")} be read") with
            {
                Remediation = [ConnectivityDraft.Ask($"Does Service {name.Service} exist in namespace {name.Namespace}, and has it ready endpoints?")],
            };
        }

        return services.Value.FirstOrDefault(s => s.Metadata.Name == name.Service) is { } service
            ? OfFound(error, service)
            : Missing(error, name, services.Value);
    }

    private static FindingDraft? Missing(DependencyError error, ClusterName name, IReadOnlyList<V1Service> services)
    {
        // A name of one word may be known to the pod by hostAliases; then the address there is at fault, which nothing here can tell.
        var alias = (error.Pod.Pod.Spec?.HostAliases ?? []).FirstOrDefault(a => a.Hostnames?.Contains(error.Host) == true);
        if (alias is not null)
            return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}, which hostAliases of the pod set to {alias.Ip}");
        var names = services.Select(s => s.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        var near = NearMiss.Best(name.Service, names) ?? ByPort(error, services);
        if (near is not null && error.Reference is { } reference)
        {
            return error.Finding(
                CauseCategories.DependencyAddressWrong,
                $"{error.Container.Title()} is told {reference.Name}={reference.Value}{reference.Place}, and namespace {name.Namespace} has no Service {name.Service}; Service {near} exists",
                error.Setting) with
            {
                Confidence = Confidence.High,
                Remediation = [SettingRemedy.Host(error, near) ?? ConnectivityDraft.Ask($"Is Service {near} meant?")],
            };
        }

        var has = near is not null ? $"; it has {near}" : names.Count == 0 ? "" : $"; it has {Wording.List(names, 4)}";
        return error.Finding(CauseCategories.ServiceMissing, $"{error.Begins}{error.Where}: namespace {name.Namespace} has no Service {name.Service}{has}", Refer.Service(name.Namespace, name.Service)) with
        {
            Confidence = Confidence.High,
            Remediation = [ConnectivityDraft.Ask($"Should Service {name.Service} exist in namespace {name.Namespace}? Create it, or name the right one{(error.Reference is { } setting ? $" in {setting.Name}" : "")}", RemediationRisk.Medium)],
        };
    }

    // Of the Services, the only one that has the wanted port.
    private static string? ByPort(DependencyError error, IReadOnlyList<V1Service> services) =>
        error.Port is { } port and not (80 or 443 or 8080) && services.Where(s => (s.Spec?.Ports ?? []).Any(p => p.Port == port)).ToList() is [var only] ? only.Metadata.Name : null;

    private static FindingDraft? OfFound(DependencyError error, V1Service service)
    {
        var target = Refer.Service(error.File.Namespace, service.Metadata.Name);
        if (error.Port is { } port && service.Spec?.ClusterIP != "None" && service.Spec?.Ports is { Count: > 0 } ports && ports.All(p => p.Port != port) && service.Spec.Type != "ExternalName")
            return WrongPort(error, service, port);
        if (!ServiceJudgement.IsKnown(error.File, service))
            return null;
        if (ServiceJudgement.Of(error.File, service).FirstOrDefault(d => d.Category is not (CauseCategories.LoadBalancerPending or CauseCategories.NetworkPolicyBlocks)) is { } problem)
        {
            error.File.Follow(target);
            return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}: {Wording.Clip(problem.Title)}", null, problem.Evidence.Take(1)) with
            {
                Confidence = Confidence.High,
                Behind = [target, problem.Resource],
                Remediation = [ConnectivityDraft.Ask($"Mend Service {service.Metadata.Name}; {error.Caller} recovers with it")],
            };
        }

        return error.Shape.Kind == ErrorShapeKind.NoSuchHost ? Unresolved(error, service) : ByPolicy(error, service);
    }

    private static FindingDraft WrongPort(DependencyError error, V1Service service, int port)
    {
        var ports = service.Spec.Ports;
        var right = ports is [var only] ? only.Port : (int?)null;
        var target = ports.FirstOrDefault(p => p.TargetPort?.Value == DependencyJudgement.Number(port)) is { } byTarget ? $" ({DependencyJudgement.Number(port)} is the targetPort of its port {DependencyJudgement.Number(byTarget.Port)})" : "";
        var told = error.Reference is { } reference
            ? $"is told {(reference.PortName is { } name ? $"{reference.Name}={reference.Value} and {name}={DependencyJudgement.Number(port)}" : $"{reference.Name}={reference.Value}")}"
            : "asks";
        return error.Finding(
            CauseCategories.DependencyAddressWrong,
            $"{error.Container.Title()} {told}{(error.Reference is null ? $" {error.Target}" : "")}, and Service {service.Metadata.Name} has {(ports.Count == 1 ? "port" : "ports")} {ServiceJudgement.Ports(service)}, not {DependencyJudgement.Number(port)}{target} ({DependencyError.Words(error.Shape.Kind)})",
            error.Setting,
            ConnectivityDraft.Spec(Refer.Service(error.File.Namespace, service.Metadata.Name), "spec.ports", ServiceJudgement.Ports(service))) with
        {
            Confidence = Confidence.High,
            Remediation = [(right is { } number ? SettingRemedy.Port(error, number) : null) ?? ConnectivityDraft.Ask($"Which port of Service {service.Metadata.Name} is meant: {ServiceJudgement.Ports(service)}?", RemediationRisk.Medium)],
        };
    }

    /// <summary>The finding that a NetworkPolicy keeps the process from a Service of its namespace that is well; null where none does, or too little is known.</summary>
    public static FindingDraft? BlockedByPolicy(DependencyError error)
    {
        if (ClusterName.Parse(error.Host, error.File.Namespace) is not { Kind: ClusterNameKind.Service } name || name.Namespace != error.File.Namespace
            || error.Services is not { IsFound: true } services || services.Value.FirstOrDefault(s => s.Metadata.Name == name.Service) is not { } service
            || error.File.Facts.List<V1NetworkPolicy>(name.Namespace) is not { IsFound: true } policies || error.File.Facts.List<V1Pod>(name.Namespace) is not { IsFound: true } pods)
            return null;
        return Block(error, service, policies.Value, pods.Value);
    }

    private static FindingDraft? Block(DependencyError error, V1Service service, IReadOnlyList<V1NetworkPolicy> policies, IReadOnlyList<V1Pod> pods)
    {
        var port = (service.Spec?.Ports ?? []).FirstOrDefault(p => p.Port == error.Port) ?? service.Spec?.Ports?.FirstOrDefault();
        return port is not null && Receiver(service, pods) is { } receiver && ServiceProtocolFinding.Target(port, receiver) is { } target
            && PolicySet.Of(error.File, policies).Between(error.Pod.Pod, receiver, target.Number, port.Protocol ?? "TCP") is { } block
            ? DependencyJudgement.Blocked(error, block, PodOwner.Title(PodOwner.Of(receiver)), error.Pod.Pod)
            : null;
    }

    private static V1Pod? Receiver(V1Service service, IReadOnlyList<V1Pod> pods) =>
        service.Spec?.Selector is { Count: > 0 } && new ServiceBackends(service, pods).Examples is [var example, ..] ? example : null;

    private static FindingDraft? ByPolicy(DependencyError error, V1Service service)
    {
        var ns = error.File.Namespace;
        if (error.File.Facts.List<V1NetworkPolicy>(ns) is not { } policies || error.File.Facts.List<V1Pod>(ns) is not { } pods)
            return null;
        if (policies.IsFound && pods.IsFound && Block(error, service, policies.Value, pods.Value) is { } blocked)
            return blocked;
        var receiver = Receiver(service, pods.Value ?? []);
        var ready = pods.IsFound && service.Spec?.Selector is { Count: > 0 } ? new ServiceBackends(service, pods.Value).Ready : [];
        var now = ready.Count == 0 ? "exists" : $"has {Wording.Count(ready.Count, "ready endpoint")} now";
        var restarts = receiver is not null && PodHealth.Of(receiver, error.File.Now) == PodState.Failing;
        if (restarts)
            error.File.Follow(PodOwner.ToFollow(receiver!));
        var since = ready.Select(p => p.Status?.Conditions?.FirstOrDefault(c => c.Type == "Ready")?.LastTransitionTime).OfType<DateTime>().ToList();
        var when = restarts ? $", and its pod {receiver!.Metadata.Name} comes and goes ({Wording.Count(PodHealth.Statuses(receiver).Sum(s => s.RestartCount), "restart")})"
            : since.Count > 0 && error.Container.LastTermination?.FinishedAt is { } ended && since.Min() > ended ? $", since {Wording.Duration(error.File.Now.UtcDateTime - since.Min())}: it came up later" : "";
        var denied = policies.IsForbidden ? "; NetworkPolicies may not be read" : "";
        return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}; Service {service.Metadata.Name} {now}{when}{denied}") with
        {
            Behind = [Refer.Service(ns, service.Metadata.Name), .. receiver is null ? [] : PodOwner.Names(receiver)],
            Remediation = [ConnectivityDraft.Ask($"Does {error.Target} answer from within the pod, and should {error.Container.Noun()} retry until it does?")],
        };
    }

    private static FindingDraft? Unresolved(DependencyError error, V1Service service)
    {
        if (DnsJudgement.OfPod(error) is { } finding)
            return finding;
        if (error.File.Facts.List<V1NetworkPolicy>(error.File.Namespace) is not { } policies)
            return null;
        if (policies.IsFound && new PolicySet(policies.Value).Dns(error.Pod.Pod) is { } block)
            return DnsJudgement.Blocked(error, block);
        var created = service.Metadata.CreationTimestamp;
        if (created is { } at && error.Container.LastTermination?.FinishedAt is { } ended && at > ended)
        {
            return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}; Service {service.Metadata.Name} was created only {Wording.Duration(error.File.Now.UtcDateTime - at)} ago");
        }

        return DnsJudgement.Down(error, $"Service {service.Metadata.Name} exists, and its name does not resolve");
    }
}
