using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>A Service and its pods speak different protocols: TCP, UDP or SCTP, or HTTP where the other side speaks TLS.</summary>
internal static class ServiceProtocolFinding
{
    /// <summary>One finding for each port that speaks another protocol than its target.</summary>
    public static IEnumerable<FindingDraft> Of(ServiceBackends backends)
    {
        foreach (var (port, index) in (backends.Service.Spec.Ports ?? []).Select((p, i) => (p, i)))
        {
            if (backends.Examples.Select(pod => Transport(backends, port, index, pod) ?? Application(backends, port, index, pod)).FirstOrDefault(f => f is not null) is { } found)
                yield return found;
        }
    }

    /// <summary>What a container port speaks, as a probe that succeeds there proves: <c>HTTP</c> or <c>HTTPS</c>; null where none tells.</summary>
    public static string? Spoken(V1Pod pod, V1Container container, int port)
    {
        var isReady = PodHealth.IsReady(pod);
        return new[] { container.ReadinessProbe, container.LivenessProbe }
            .Where(p => isReady && p?.HttpGet is not null && ListeningPorts.Resolve(container, p.HttpGet.Port?.Value) == port)
            .Select(p => p!.HttpGet.Scheme ?? "HTTP")
            .FirstOrDefault();
    }

    /// <summary>The container and number that a port of the Service leads to in a pod; null where none declares it.</summary>
    public static (V1Container Container, int Number)? Target(V1ServicePort port, V1Pod pod)
    {
        var wanted = port.TargetPort?.Value is { Length: > 0 } target ? target : $"{port.Port}";
        foreach (var container in pod.Spec?.Containers ?? [])
        {
            if ((container.Ports ?? []).FirstOrDefault(p => p.Name == wanted || $"{p.ContainerPort}" == wanted) is { } found)
                return (container, found.ContainerPort);
        }

        return pod.Spec?.Containers is [var only] && int.TryParse(wanted, out var number) ? (only, number) : null;
    }

    private static FindingDraft? Transport(ServiceBackends backends, V1ServicePort port, int index, V1Pod pod)
    {
        var wanted = port.TargetPort?.Value is { Length: > 0 } target ? target : $"{port.Port}";
        var protocol = port.Protocol ?? "TCP";
        var same = (pod.Spec?.Containers ?? []).SelectMany(c => (c.Ports ?? []).Select(p => (Container: c, Port: p))).Where(p => p.Port.Name == wanted || $"{p.Port.ContainerPort}" == wanted).ToList();
        if (same.Count == 0 || same.Any(s => (s.Port.Protocol ?? "TCP") == protocol))
            return null;
        var (container, other) = same[0];
        return ConnectivityDraft.Of(
            CauseCategories.ServiceProtocolMismatch,
            backends.Reference,
            $"Service {backends.Reference.Namespace}/{backends.Reference.Name} sends port {port.Port}/{protocol} to {wanted}, which container {container.Name} of {PodOwner.Title(PodOwner.Of(pod))} declares as {other.ContainerPort}/{other.Protocol ?? "TCP"}",
            ConnectivityDraft.Spec(backends.Reference, $"spec.ports[{index}]", $"port={port.Port} targetPort={wanted} protocol={protocol}"),
            ConnectivityDraft.Spec(Refer.To("v1", "Pod", backends.Reference.Namespace, pod.Metadata.Name), $"spec.containers[{container.Name}].ports", $"{other.Name} {other.ContainerPort}/{other.Protocol ?? "TCP"}".Trim())) with
        {
            Remediation = [ServicePatch.PortText(backends.Service, $"Let port {port.Port} speak {other.Protocol ?? "TCP"}", index, "protocol", other.Protocol ?? "TCP") ?? ConnectivityDraft.Ask("Which protocol is meant?")],
        };
    }

    private static FindingDraft? Application(ServiceBackends backends, V1ServicePort port, int index, V1Pod pod)
    {
        var said = port.AppProtocol?.ToUpperInvariant() switch { "HTTPS" or "TLS" or "KUBERNETES.IO/WSS" => "HTTPS", "HTTP" or "KUBERNETES.IO/H2C" or "KUBERNETES.IO/WS" => "HTTP", _ => null };
        if (said is null || Target(port, pod) is not { } target || Spoken(pod, target.Container, target.Number) is not { } spoken || spoken == said)
            return null;
        var right = spoken == "HTTPS" ? "https" : "http";
        return ConnectivityDraft.Of(
            CauseCategories.ServiceProtocolMismatch,
            backends.Reference,
            $"Service {backends.Reference.Namespace}/{backends.Reference.Name} says appProtocol {port.AppProtocol} for port {port.Port}; container {target.Container.Name} of {PodOwner.Title(PodOwner.Of(pod))} speaks {(spoken == "HTTPS" ? "TLS" : "plain HTTP")} on {target.Number}, as its probe shows",
            ConnectivityDraft.Spec(backends.Reference, $"spec.ports[{index}].appProtocol", port.AppProtocol!),
            ConnectivityDraft.Spec(Refer.To("v1", "Pod", backends.Reference.Namespace, pod.Metadata.Name), $"spec.containers[{target.Container.Name}].readinessProbe", $"scheme={spoken} port={target.Number}, and the pod is ready")) with
        {
            Severity = Severity.Warning,
            Remediation = [ServicePatch.PortText(backends.Service, $"Say appProtocol {right}", index, "appProtocol", right) ?? ConnectivityDraft.Ask("Which protocol is meant?")],
        };
    }
}
