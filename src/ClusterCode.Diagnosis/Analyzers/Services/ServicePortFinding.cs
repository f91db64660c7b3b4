using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>A port of a Service leads to a port on which no container of its pods listens.</summary>
internal static class ServicePortFinding
{
    /// <summary>One finding for each port that leads nowhere.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ServiceBackends backends)
    {
        foreach (var (port, index) in (backends.Service.Spec.Ports ?? []).Select((p, i) => (p, i)))
        {
            var judged = backends.Examples.Select(pod => OfPod(file, backends, port, index, pod)).ToList();

            // A Service may select pods of several workloads, and a port may be meant for some of them.
            if (judged.Count > 0 && judged.All(j => j is not null))
                yield return judged[0]!;
        }
    }

    private static FindingDraft? OfPod(CaseFile file, ServiceBackends backends, V1ServicePort port, int index, V1Pod pod)
    {
        var containers = Serving(pod);
        var wanted = port.TargetPort?.Value is { Length: > 0 } target ? target : port.Port.ToString(CultureInfo.InvariantCulture);
        var protocol = port.Protocol ?? "TCP";
        var path = new PortPath(backends, port, index, wanted, protocol, pod);
        if (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var declared = containers.SelectMany(c => c.Ports ?? []).ToList();
            var meant = declared.FirstOrDefault(p => p.Name == wanted && (p.Protocol ?? "TCP") == protocol);
            if (meant is null)
                return declared.Any(p => p.Name == wanted) ? null : Unnamed(path, containers);
            number = meant.ContainerPort;
        }

        return backends.IsHeadless ? null : OfNumber(file, path, containers, number);
    }

    // Native sidecars serve as containers do.
    private static List<V1Container> Serving(V1Pod pod) =>
        [.. (pod.Spec?.Containers ?? []), .. (pod.Spec?.InitContainers ?? []).Where(c => c.RestartPolicy == "Always")];

    private static FindingDraft Unnamed(PortPath path, List<V1Container> containers)
    {
        var declared = containers.SelectMany(c => (c.Ports ?? []).Where(p => (p.Protocol ?? "TCP") == path.Protocol).Select(p => (Container: c, Port: p))).ToList();
        var names = declared.Select(d => d.Port.Name).Where(n => n is { Length: > 0 }).ToList();
        var near = NearMiss.Best(path.Wanted, names) ?? (names is [var only] ? only : null);
        var right = near ?? (declared is [var single] ? single.Port.ContainerPort.ToString(CultureInfo.InvariantCulture) : null);
        var has = declared.Count == 0
            ? $"container {Wording.List(containers.Select(c => c.Name))} of {path.Owner} declares no ports"
            : $"{path.Owner} has {Wording.List(declared.Select(d => Describe(d.Container, d.Port)))}";
        return path.Finding($"Service {path.Name} sends port {path.Port.Port} to targetPort \"{path.Wanted}\", and no container port has that name; {has}", Confidence.High, right);
    }

    private static FindingDraft? OfNumber(CaseFile file, PortPath path, List<V1Container> containers, int number)
    {
        if (path.Protocol != "TCP")
            return null;
        var declared = containers.SelectMany(c => (c.Ports ?? []).Where(p => (p.Protocol ?? "TCP") == path.Protocol).Select(p => (Container: c, Port: p))).ToList();
        var otherProtocol = containers.SelectMany(c => c.Ports ?? []).Any(p => p.ContainerPort == number && (p.Protocol ?? "TCP") != path.Protocol);
        var isDeclared = declared.Any(d => d.Port.ContainerPort == number);
        if (otherProtocol && !isDeclared)
            return null;

        // The log costs a request: it is read where the declaration contradicts or is silent, or where this Service is what the case is about.
        var isMatter = file.IsAskedAlone("Service", path.Backends.Reference.Name) || file.IsFollowed("Service", path.Backends.Reference.Name);
        var known = new List<(V1Container Container, ListeningPort Port)>();
        var silent = new List<V1Container>();
        foreach (var container in containers)
        {
            var without = ListeningPorts.Of(path.Pod, container, null);
            if (without.Any(p => p.Port == number && p.IsProved))
                return null;
            var isRunning = path.Pod.Status?.ContainerStatuses?.Any(s => s.Name == container.Name && s.State?.Running is not null) == true;
            LogExcerpt? log = null;
            if (isRunning && (isDeclared ? isMatter && containers.Count <= 2 : declared.Count > 0 || isMatter))
            {
                log = file.Facts.Log(path.Pod, container.Name);
                if (log is null)
                    return null;
            }

            var ports = ListeningPorts.Of(path.Pod, container, log);
            if (ports.Count == 0 && container.Ports is not { Count: > 0 })
                silent.Add(container);
            known.AddRange(ports.Select(p => (container, p)));
        }

        if (known.Where(k => k.Port.Port == number).ToList() is { Count: > 0 } hits)
            return hits.All(h => h.Port.IsLoopback) ? path.Loopback(number, hits[0].Container, hits[0].Port) : null;
        var proved = known.Where(k => k.Port.IsProved).ToList();
        if (isDeclared)
            return proved.FirstOrDefault(k => IsOwn(k.Container, number) && k.Port.How.StartsWith("it says", StringComparison.Ordinal)) is { Port: not null } other ? path.Mismatch(number, other.Container, other.Port.Port, other.Port.How, true) : null;
        if (silent.Count > 0 && !NamesAgree(path.Port, declared.Select(d => d.Port)) && !(path.Backends.Service.Spec.Ports.Count == 1 && containers.Count == 1))
            return null;
        var told = proved.Count > 0 ? proved : known;
        var byName = declared.FirstOrDefault(d => d.Port.Name is { Length: > 0 } && d.Port.Name == path.Port.Name);
        if (byName.Container is not null)
            return path.Mismatch(number, byName.Container, byName.Port.ContainerPort, Declared(byName.Port), true);
        var choice = declared.Select(d => (d.Container, Port: d.Port.ContainerPort, How: Declared(d.Port))).FirstOrDefault();
        return (told.FirstOrDefault(), choice) switch
        {
            ({ Port: { } listens } hit, _) when choice.Container is null || told.All(t => t.Port.Port != choice.Port) => path.Mismatch(number, hit.Container, listens.Port, listens.How, listens.IsProved),
            (_, { Container: not null }) => path.Mismatch(number, choice.Container, choice.Port, choice.How, told.Any(t => t.Port.Port == choice.Port && t.Port.IsProved)),
            _ => null,
        };
    }

    private static bool IsOwn(V1Container container, int number) => (container.Ports ?? []).Any(p => p.ContainerPort == number);

    private static bool NamesAgree(V1ServicePort port, IEnumerable<V1ContainerPort> declared) => port.Name is { Length: > 0 } && declared.Any(d => d.Name == port.Name);

    private static string Declared(V1ContainerPort port) => $"containerPort{(string.IsNullOrEmpty(port.Name) ? "" : " " + port.Name)}";

    private static string Describe(V1Container container, V1ContainerPort port) =>
        $"{(string.IsNullOrEmpty(port.Name) ? "" : $"\"{port.Name}\" ")}{port.ContainerPort.ToString(CultureInfo.InvariantCulture)} (container {container.Name})";

    /// <summary>One port of a Service on its way to a pod.</summary>
    private sealed record PortPath(ServiceBackends Backends, V1ServicePort Port, int Index, string Wanted, string Protocol, V1Pod Pod)
    {
        public string Name => $"{Backends.Reference.Namespace}/{Backends.Reference.Name}";

        public string Owner => PodOwner.Title(PodOwner.Of(Pod));

        public FindingDraft Mismatch(int number, V1Container container, int right, string how, bool isProved) => Finding(
            $"Service {Name} sends port {Port.Port} to targetPort {Target(number)}; container {container.Name} of {Owner} listens on {right.ToString(CultureInfo.InvariantCulture)} ({how})",
            isProved ? Confidence.High : Confidence.Medium,
            right.ToString(CultureInfo.InvariantCulture));

        public FindingDraft Loopback(int number, V1Container container, ListeningPort port) => Finding(
            $"Service {Name} sends port {Port.Port} to targetPort {Target(number)}, on which container {container.Name} of {Owner} listens only at its loopback address, which nothing outside the pod reaches ({port.How})",
            Confidence.Medium,
            null) with
        {
            Remediation = [ConnectivityDraft.Ask($"Let container {container.Name} listen on 0.0.0.0:{number.ToString(CultureInfo.InvariantCulture)}", RemediationRisk.Medium)],
        };

        public FindingDraft Finding(string title, Confidence confidence, string? right)
        {
            List<EvidenceDraft> evidence = [ConnectivityDraft.Spec(Backends.Reference, $"spec.ports[{Index}]", $"port={Port.Port} targetPort={Wanted} protocol={Protocol} name={Port.Name}")];
            evidence.AddRange(Serving(Pod).Select(c => ConnectivityDraft.Spec(
                Refer.To("v1", "Pod", Backends.Reference.Namespace, Pod.Metadata.Name), $"spec.containers[{c.Name}].ports", c.Ports is { Count: > 0 } ports ? Wording.List(ports.Select(p => Describe(c, p)), 10) : "none")));
            return ConnectivityDraft.Of(CauseCategories.ServicePortMismatch, Backends.Reference, title, evidence) with
            {
                Confidence = confidence,
                Severity = Backends.Service.Spec.Ports.Count == 1 ? Severity.Critical : Severity.Warning,
                Remediation =
                [
                    (right is null ? null : ServicePatch.TargetPort(Backends.Service, $"Send port {Port.Port} to {right}", Index, right))
                        ?? ConnectivityDraft.Ask($"On which port does {Owner} listen? Correct targetPort of Service {Backends.Reference.Name}"),
                ],
            };
        }

        private string Target(int number) => Wanted == number.ToString(CultureInfo.InvariantCulture) ? Wanted : $"\"{Wanted}\" ({number.ToString(CultureInfo.InvariantCulture)})";
    }
}
